import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { clientOf } from './rights.ts';
import { openPodFixture, type PodCluster } from './support/pod-fixture.ts';

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;

/** What containers wrote: which lines are shown, and why none are. */
export function logsContract(ground: () => PodCluster): void {
  describe('the log of a pod that ran to its end', () => {
    test('is plain text, a line for each line written', async () => {
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('quick', 'completed');
      const answer = await room.admin.get(`${room.pods}/${metadata.name}/log`);
      expect(answer.headers['content-type']).toBe('text/plain');
      expect(answer.text).toMatch(/^step 1 of 200.*\n(.*\n){198}step 200 of 200.*\n$/);
    });

    test('is shown from its last lines on', async () => {
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('quick', 'completed');
      const log = async (query: string) =>
        (await room.admin.get(`${room.pods}/${metadata.name}/log?${query}`)).text;
      expect(await log('tailLines=2')).toMatch(/^step 199 .*\nstep 200 .*\n$/);
      expect(await log('container=main&tailLines=1')).toMatch(/^step 200 .*\n$/);
      expect(await log('tailLines=0')).toBe('');
      expect((await log('tailLines=1000')).split('\n')).toHaveLength(201);
      expect(await log('tailLines=1&limitBytes=6')).toBe('step 2');
    });

    test('is shown with the times of its lines', async () => {
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('quick', 'completed');
      const path = `${room.pods}/${metadata.name}/log?timestamps=true`;
      const lines = (await room.admin.get(path)).text.trimEnd().split('\n');
      const stamps = lines.map((line) => line.split(' ', 1).join());
      expect(lines.at(-1)).toMatch(/Z step 200 of 200/);
      for (const stamp of stamps) expect(stamp).toMatch(STAMP);
      expect(stamps).toEqual([...stamps].sort());
    });

    test('is shown since a time, in whole seconds', async () => {
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('quick', 'completed');
      const path = `${room.pods}/${metadata.name}/log?timestamps=true`;
      const stamped = (await room.admin.get(path)).text.trimEnd().split('\n');
      const { 150: stamp = '' } = stamped.map((line) => line.split(' ', 1).join());
      const second = `${stamp.slice(0, 19)}Z`;
      const since = stamped.filter((line) => line >= second.slice(0, 19));
      const later = await room.admin.get(`${path}&sinceTime=${second}`);
      expect(later.text.trimEnd().split('\n')).toEqual(since);
      const within = await room.admin.get(`${path}&sinceTime=${stamp.slice(0, 23)}Z`);
      expect(within.text).toBe(later.text);
      const none = await room.admin.get(`${path}&sinceTime=2999-01-01T00:00:00Z`);
      expect([none.status, none.text]).toEqual([200, '']);
      expect((await room.admin.get(`${path}&sinceSeconds=86400`)).text).toMatch(/ step 1 of 200/);
    });

    test('is that of an init container, if it is named', async () => {
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('quick', 'completed', ['main'], ['prepare']);
      const log = async (query: string) =>
        room.admin.get(`${room.pods}/${metadata.name}/log?${query}`);
      expect((await log('container=prepare&tailLines=1')).text).toMatch(/^step 200 .*\n$/);
      expect((await log('tailLines=1')).text).toMatch(/^step 200 .*\n$/);
      expect((await log('container=nobody')).failure(400).message).toBe(
        `container nobody is not valid for pod ${metadata.name}`,
      );
    });

    test('is for those who may get pods/log', async () => {
      await using room = await openPodFixture(ground());
      using viewer = clientOf(ground(), 'viewer');
      const { metadata } = await room.run('quick', 'completed');
      const path = `${room.pods}/${metadata.name}/log`;
      expect((await viewer.get(`${path}?tailLines=1`)).text).toMatch(/^step 200/);
      const headers = { 'Impersonate-User': 'ada' };
      expect((await room.admin.get(path, { headers })).failure(403).message).toBe(
        `pods "${metadata.name}" is forbidden: User "ada" cannot get resource "pods/log" in API ` +
          `group "" in the namespace "${room.namespace}"`,
      );
    });
  });

  test('a followed log goes on with what is written', async (context) => {
    const { log } = ground();
    if (!log) return context.skip('only where a test can write what a container writes');
    await using room = await openPodFixture(ground());
    const { metadata } = await room.run('live', 'running', ['live', 'other']);
    const [first, second] = [`first ${randomUUID()}`, `second ${randomUUID()}`];
    log(first);
    const path = `${room.pods}/${metadata.name}/log?container=live&follow=true&tailLines=1`;
    const stream = await room.admin.stream(path);
    expect(stream.status).toBe(200);
    expect(stream.headers['content-type']).toBe('text/plain');
    expect(await stream.line()).toBe(first);
    log(second);
    expect(await stream.line()).toBe(second);
    stream.stop();
  });

  describe('no log is shown', () => {
    test('of a container that the pod does not have', async () => {
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('quick', 'completed');
      const answer = await room.admin.get(`${room.pods}/${metadata.name}/log?container=other`);
      expect(answer.failure(400)).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `container other is not valid for pod ${metadata.name}`,
        reason: 'BadRequest',
        code: 400,
      });
    });

    test('of a pod that there is not', async () => {
      await using room = await openPodFixture(ground());
      const failure = (await room.admin.get(`${room.pods}/nobody/log`)).failure(404);
      expect(failure.message).toBe('pods "nobody" not found');
      expect(failure.details).toEqual({ name: 'nobody', kind: 'pods' });
    });

    test('until it is said of which of several containers', async () => {
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('several', 'running', ['live', 'other']);
      const failure = (await room.admin.get(`${room.pods}/${metadata.name}/log`)).failure(400);
      expect(failure.message).toBe(
        `a container name must be specified for pod ${metadata.name}, choose one of: [live other]`,
      );
    });

    test('of an earlier life of a container that never restarted', async () => {
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('quick', 'completed');
      const answer = await room.admin.get(`${room.pods}/${metadata.name}/log?previous=true`);
      // The words are those of the node.
      expect(answer.failure(400).reason).toBe('BadRequest');
    });

    test('of a pod that no node has taken on: there is nothing, and nobody to ask', async () => {
      await using room = await openPodFixture(ground());
      const spec = {
        nodeSelector: { nowhere: 'true' },
        containers: [{ name: 'main', image: 'busybox' }],
      };
      (await room.admin.post(room.pods, { metadata: { name: 'alone' }, spec })).object();
      const answer = await room.admin.get(`${room.pods}/alone/log`);
      expect([answer.status, answer.text]).toEqual([204, '']);
    });

    test('of a container that waits: the node says for what', async (context) => {
      if (!ground().runPod) return context.skip('a simulated node has a log for those as well');
      await using room = await openPodFixture(ground());
      const { metadata } = await room.run('waiting', 'waiting');
      const failure = (await room.admin.get(`${room.pods}/${metadata.name}/log`)).failure(400);
      expect(failure.message).toBe(
        `container "main" in pod "${metadata.name}" is waiting to start: ContainerCreating`,
      );
    });
  });

  describe('what is asked of a log is checked', () => {
    const BOTH = 'at most one of `sinceTime` or `sinceSeconds` may be specified';

    test.each([
      ['tailLines=-1', 'tailLines', 'Invalid value: -1: must be greater than or equal to 0'],
      ['limitBytes=0', 'limitBytes', 'Invalid value: 0: must be greater than 0'],
      ['sinceSeconds=0', 'sinceSeconds', 'Invalid value: 0: must be greater than 0'],
      ['sinceSeconds=1&sinceTime=2026-01-05T10:00:00Z', '[]', `Forbidden: ${BOTH}`],
      ['stream=Stdout', 'stream', 'Forbidden: may not be specified'],
    ])('%s is invalid', async (query, field, message) => {
      await using room = await openPodFixture(ground());
      const failure = (await room.admin.get(`${room.pods}/nobody/log?${query}`)).failure(422);
      expect(failure.message).toBe(`PodLogOptions "nobody" is invalid: ${field}: ${message}`);
      const reason = message.startsWith('Forbidden') ? 'FieldValueForbidden' : 'FieldValueInvalid';
      const causes = [{ reason, message, field }];
      expect(failure.details).toEqual({ name: 'nobody', kind: 'PodLogOptions', causes });
    });

    test.each([
      ['tailLines=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
      [
        'sinceTime=x',
        'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
      ],
    ])('%s cannot be read', async (query, message) => {
      await using room = await openPodFixture(ground());
      const failure = (await room.admin.get(`${room.pods}/nobody/log?${query}`)).failure(400);
      expect([failure.reason, failure.message]).toEqual(['BadRequest', message]);
    });
  });
}
