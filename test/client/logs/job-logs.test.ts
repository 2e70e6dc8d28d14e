import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { JOBS, PODS } from '../../../src/api/resources.ts';
import { DisconnectedError } from '../../../src/client/errors/call-errors.ts';
import type { LogEvent } from '../../../src/kube/logs/log-follow.ts';
import { until } from '../../support/until.ts';
import { rejection } from '../support/rejection.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const testCluster = embeddedTestCluster();
const RUNNING = { containerStatuses: [{ name: 'main', state: { running: {} } }] };

function ended(exitCode: number) {
  const state = { terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' } };
  const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
  return { phase, containerStatuses: [{ name: 'main', restartCount: 0, state }] };
}

/** Makes a pod of the job `load`, which runs. */
async function makePod(
  fixture: TestNamespace,
  name: string,
  label = 'batch.kubernetes.io/job-name',
) {
  const containers = [{ name: 'main', image: 'busybox' }, { name: 'sidecar' }];
  const pod = {
    metadata: { name, labels: { [label]: 'load' } },
    spec: { nodeName: 'node', restartPolicy: 'Never', containers },
  };
  (await fixture.raw.post(fixture.pathOf(PODS), pod)).object();
  await fixture.setStatus(PODS, name, { phase: 'Running', ...RUNNING });
  return (line: string) => testCluster().cluster.logs.append(fixture.namespace, name, 'main', line);
}

/** Follows the job's log in the background; `signal` ends it. */
function follow(fixture: TestNamespace, tailLines?: number) {
  const events: string[] = [];
  const ending = new AbortController();
  const request = { namespace: fixture.namespace, job: 'load', tailLines };
  const done = (async () => {
    for await (const event of fixture.client.followJobLog(request, ending.signal)) {
      events.push(spoken(event));
    }
  })();
  return { events, done, end: () => ending.abort() };
}

function spoken(event: LogEvent): string {
  return event.kind === 'line' ? event.text : `${event.kind}: ${event.message}`;
}

describe('followJobLog', () => {
  test('waits for the pod, shows its lines, and goes on with the next one until the job ends', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const { events, done } = follow(fixture);
    await until(() => events.includes('waiting: waiting for a pod of job load'));
    const first = await makePod(fixture, 'load-b');
    first('one');
    await fixture.setStatus(JOBS, 'load', { active: 1 });
    await until(() => events.includes('one'));
    first('two');
    await until(() => events.includes('two'));
    await fixture.setStatus(PODS, 'load-b', ended(1));
    await fixture.setStatus(JOBS, 'load', { active: 0, failed: 1 });
    await until(() => events.at(-1)?.startsWith('waiting') ?? false);
    const second = await makePod(fixture, 'load-a');
    second('three');
    await fixture.setStatus(JOBS, 'load', { active: 1 });
    await until(() => events.includes('three'));
    await fixture.setStatus(PODS, 'load-a', ended(0));
    const conditions = [{ type: 'Complete', status: 'True' }];
    await fixture.setStatus(JOBS, 'load', { active: 0, succeeded: 1, conditions });
    await done;
    const isLine = (event: string) => !/^(waiting|mark: main)/.test(event);
    expect(events.filter(isLine)).toEqual([
      'mark: pod load-b',
      'one',
      'two',
      'mark: pod load-a',
      'three',
      `end: job ${fixture.namespace}/load is Completed`,
    ]);
  });

  test('begins at the tail of the newest pod', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const old = await makePod(fixture, 'load-1');
    old('long ago');
    const now = await makePod(fixture, 'load-2');
    for (const line of ['one', 'two', 'three']) now(line);
    const { events, done, end } = follow(fixture, 2);
    await until(() => events.includes('three'));
    end();
    await done;
    expect(events).toEqual([
      'mark: 1 earlier pod is not shown',
      'mark: pod load-2',
      'two',
      'three',
    ]);
  });

  test('ends when there is no such job', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const { events, done } = follow(fixture);
    await done;
    expect(events.at(-1)).toBe(`end: job ${fixture.namespace}/load no longer exists`);
  });

  test('ends without a word when it is told to, also while it waits', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const { events, done, end } = follow(fixture);
    await until(() => events.length > 0);
    end();
    await done;
    expect(events).toEqual(['waiting: waiting for a pod of job load']);
  });
});

describe('getJobLogs', () => {
  test('gives the bytes of the oldest pod and of its first container', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const write = await makePod(fixture, 'load-1', 'job-name');
    write('one');
    write('two');
    (await makePod(fixture, 'load-2', 'job-name'))('other');
    expect(await text(await fixture.client.getJobLogs('load'))).toBe('one\ntwo\n');
    expect(await text(await fixture.client.getJobLogs('load', { tailLines: 1 }))).toBe('two\n');
  });

  test('goes on as the log grows, until the reader has enough', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    const write = await makePod(fixture, 'load-1');
    write('one');
    const log = await fixture.client.getJobLogs('load', { follow: true });
    const seen: string[] = [];
    for await (const chunk of log) {
      seen.push(String(chunk));
      if (seen.join('') === 'one\ntwo\n') break;
      write('two');
    }
    expect(log.destroyed).toBe(true);
  });

  test("breaks off with an error of the library's when the connection does", async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.job('load');
    (await makePod(fixture, 'load-1'))('one');
    const log = await fixture.client.getJobLogs('load', { follow: true });
    const read = (async () => {
      for await (const _ of log) testCluster().cluster.faults.cutStreams('reset');
    })();
    await rejection(read, DisconnectedError);
  });
});

test('followPodLog shows the lines of one container', async () => {
  await using fixture = await openTestNamespace(testCluster());
  const write = await makePod(fixture, 'worker-1');
  write('claimed deploy-7');
  const request = { namespace: fixture.namespace, pod: 'worker-1', container: 'main' };
  const events = fixture.client.followPodLog(request)[Symbol.asyncIterator]();
  expect((await events.next()).value).toMatchObject({ kind: 'line', text: 'claimed deploy-7' });
  await events.return?.();
});
