import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PODS } from '../../src/api/resources.ts';
import { ManualClock } from '../../src/cluster/clock.ts';
import type { RawClient } from '../contract/support/raw-client.ts';
import { type Running, running } from './running.ts';

const START = Date.UTC(2026, 0, 1);
let one: Running;
let client: RawClient;
let clock: ManualClock;

beforeAll(async () => {
  clock = new ManualClock(START);
  one = await running({ clock });
  client = one.client();
});
afterAll(() => one[Symbol.asyncDispose]());

let pod = '';
let count = 0;

/** Each test has a pod of its own, with one container that runs. */
beforeEach(() => {
  count += 1;
  pod = `p${count}`;
  one.cluster.storage.create(PODS, {
    metadata: { name: pod, namespace: 'team-a' },
    spec: { containers: [{ name: 'main' }] },
  });
  setState({ running: { startedAt: '2026-01-01T00:00:00Z' } });
});

function setState(state: object, restartCount = 0): void {
  one.cluster.storage.update(PODS, 'team-a', pod, (o) => ({
    ...o,
    status: { phase: 'Running', containerStatuses: [{ name: 'main', restartCount, state }] },
  }));
}

function write(...lines: readonly string[]): void {
  for (const line of lines) one.cluster.logs.append('team-a', pod, 'main', line);
}

const path = (query = '') => `/api/v1/namespaces/team-a/pods/${pod}/log?${query}`;
const text = async (query?: string) => (await client.get(path(query))).text;

describe('a log', () => {
  it('is what the container wrote', async () => {
    write('one', 'two', 'dreißig');
    const answer = await client.get(path());
    expect(answer.text).toBe('one\ntwo\ndreißig\n');
    expect(answer.headers['content-type']).toBe('text/plain');
  });

  it('is cut to the last lines, to those since a time, to so many bytes', async () => {
    write('one');
    clock.advance(10_000);
    write('two', 'three');
    expect(await text('tailLines=2')).toBe('two\nthree\n');
    expect(await text('tailLines=0')).toBe('');
    expect(await text('sinceSeconds=5')).toBe('two\nthree\n');
    const since = new Date(clock.now()).toISOString();
    expect(await text(`sinceTime=${since}`)).toBe('two\nthree\n');
    expect(await text('tailLines=1&sinceSeconds=3600')).toBe('three\n');
    expect(await text('limitBytes=6')).toBe('one\ntw');
  });

  it('has whole seconds for sinceTime, as the real server hands them on', async () => {
    write('early in the second');
    clock.advance(500);
    const later = new Date(clock.now()).toISOString();
    expect(await text(`sinceTime=${later}`)).toBe('early in the second\n');
    clock.advance(500);
  });

  it('carries its times when asked', async () => {
    write('one');
    expect(await text('timestamps=true')).toMatch(/^2026-01-01T00:00:\d\d\.\d{9}Z one\n$/);
  });

  it('of before the restart is the previous one', async () => {
    write('first life');
    one.cluster.logs.restart('team-a', pod, 'main');
    write('second life');
    expect(await text()).toBe('second life\n');
    expect(await text('previous=true')).toBe('first life\n');
  });
});

describe('a log that is followed', () => {
  const follow = () => client.stream(path('follow=true'));

  it('goes on with what is written, and ends when the container does', async () => {
    write('before');
    const log = await follow();
    expect(await log.line()).toBe('before');
    write('during');
    expect(await log.line()).toBe('during');
    setState({ terminated: { exitCode: 0 } });
    expect(await log.rest()).toEqual([]);
  });

  it('ends when the container restarts', async () => {
    const log = await follow();
    setState({ running: {} }, 1);
    expect(await log.rest()).toEqual([]);
  });

  it('ends when the pod is deleted', async () => {
    const log = await follow();
    write('last words');
    one.cluster.storage.delete(PODS, 'team-a', pod);
    expect(await log.rest()).toEqual(['last words']);
  });

  it('of a container that has ended is whole at once', async () => {
    write('all');
    setState({ terminated: { exitCode: 1 } });
    expect(await (await follow()).rest()).toEqual(['all']);
  });
});

describe('the log of an init container', () => {
  const initPod = (state: object) => {
    const created = { name: 'prepare', restartCount: 0, state };
    one.cluster.storage.update(PODS, 'team-a', pod, (o) => ({
      ...o,
      spec: { containers: [{ name: 'main' }], initContainers: [{ name: 'prepare' }] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [created],
        containerStatuses: [
          { name: 'main', restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } },
        ],
      },
    }));
  };

  it('is there while its pod is pending, and ends when it ends', async () => {
    initPod({ running: { startedAt: '2026-01-01T00:00:00Z' } });
    one.cluster.logs.append('team-a', pod, 'prepare', 'migrating');
    expect(await text('container=prepare')).toBe('migrating\n');
    const followed = await client.stream(path('container=prepare&follow=true'));
    initPod({ terminated: { exitCode: 1 } });
    expect(await followed.rest()).toEqual(['migrating']);
    expect((await client.get(path())).failure(400).message).toBe(
      `container "main" in pod "${pod}" is waiting to start: PodInitializing`,
    );
  });

  it('says why it has not started', async () => {
    initPod({ waiting: { reason: 'ImagePullBackOff' } });
    expect((await client.get(path('container=prepare'))).failure(400).message).toBe(
      `container "prepare" in pod "${pod}" is waiting to start: ImagePullBackOff`,
    );
  });

  it('is there of an ephemeral container, too', async () => {
    one.cluster.storage.update(PODS, 'team-a', pod, (o) => ({
      ...o,
      spec: { containers: [{ name: 'main' }], ephemeralContainers: [{ name: 'debug' }] },
      status: {
        phase: 'Running',
        ephemeralContainerStatuses: [{ name: 'debug', state: { running: {} } }],
        containerStatuses: [],
      },
    }));
    one.cluster.logs.append('team-a', pod, 'debug', 'looking around');
    expect(await text('container=debug')).toBe('looking around\n');
  });
});

describe('no log', () => {
  it('is there before the container starts', async () => {
    setState({ waiting: { reason: 'ImagePullBackOff' } });
    expect((await client.get(path())).failure(400).message).toBe(
      `container "main" in pod "${pod}" is waiting to start: ImagePullBackOff`,
    );
  });

  it('is there of a life that never was', async () => {
    expect((await client.get(path('previous=true'))).failure(400).message).toBe(
      `previous terminated container "main" in pod "${pod}" not found`,
    );
  });

  it('is there of another container or pod', async () => {
    expect((await client.get(path('container=other'))).failure(400).message).toBe(
      `container other is not valid for pod ${pod}`,
    );
    pod = 'nobody';
    expect((await client.get(path())).failure(404).message).toBe('pods "nobody" not found');
  });

  it('is chosen for who does not say which of several containers', async () => {
    one.cluster.storage.update(PODS, 'team-a', pod, (o) => ({
      ...o,
      spec: { containers: [{ name: 'a' }, { name: 'b' }], initContainers: [{ name: 'i' }] },
    }));
    expect((await client.get(path())).failure(400).message).toBe(
      `a container name must be specified for pod ${pod}, choose one of: [a b] or one of the ` +
        'init containers: [i]',
    );
  });
});
