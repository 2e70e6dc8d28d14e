import { describe, expect, test } from 'vitest';
import { type ContractCluster, executionBody, openApiFixture } from './support/api-fixture.ts';
import type { WireEvent, WireFailure } from './support/wire.ts';

const FAR_AHEAD = 1_000_000_000;
const END_OF_INITIAL_EVENTS = 'k8s.io/initial-events-end';
const WATCH_LIST =
  'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

function told({ type, object }: WireEvent): string {
  return `${type} ${object.metadata.name}`;
}

/** What an ERROR event carries in place of an object. */
function failureOf(event: WireEvent): WireFailure {
  expect(event.type).toBe('ERROR');
  return JSON.parse(JSON.stringify(event.object));
}

/** Watches: where they start, what they tell, and how they end. */
export function watchingContract(ground: () => ContractCluster): void {
  describe('a watch', () => {
    test('from a version tells every later change once, in order', async () => {
      await using room = await openApiFixture(ground());
      const { metadata } = await room.make('before');
      await room.make('a');
      await room.setStatus('a', { phase: 'Executing' });
      const stream = await room.watch(`resourceVersion=${metadata.resourceVersion}`);
      await room.admin.delete(`${room.executions}/a`);
      const events = await stream.events(3);
      expect(events.map(told)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
      const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
      expect(events[0]?.object.status).toBeUndefined();
      expect(events[2]?.object.status).toEqual({ phase: 'Executing' });
    });

    test.each(['', 'resourceVersion=0'])(
      'from nowhere (%s) tells first what is there',
      async (query) => {
        await using room = await openApiFixture(ground());
        await room.make('a');
        const stream = await room.watch(query);
        expect(told(await stream.event())).toBe('ADDED a');
        await room.setStatus('a', { phase: 'Executing' });
        const event = await stream.event();
        expect(told(event)).toBe('MODIFIED a');
        expect(event.object.status).toEqual({ phase: 'Executing' });
      },
    );

    test('says nothing of other namespaces, nor of writes that change nothing', async () => {
      await using room = await openApiFixture(ground());
      await using other = await openApiFixture(ground());
      const { metadata } = await room.make('a');
      const stream = await room.watch(`resourceVersion=${metadata.resourceVersion}`);
      await other.make('b');
      await room.admin.mergePatch(`${room.executions}/a`, { spec: { function: 'f' } });
      await room.make('c');
      expect(told(await stream.event())).toBe('ADDED c');
    });

    test('tells a recreated name as the end of one and the start of another', async () => {
      await using room = await openApiFixture(ground());
      const first = await room.make('a');
      const stream = await room.watch(`resourceVersion=${first.metadata.resourceVersion}`);
      await room.admin.delete(`${room.executions}/a`);
      const second = await room.make('a');
      const events = await stream.events(2);
      expect(events.map(told)).toEqual(['DELETED a', 'ADDED a']);
      expect(events.map(({ object }) => object.metadata.uid)).toEqual([
        first.metadata.uid,
        second.metadata.uid,
      ]);
      expect(second.metadata.uid).not.toBe(first.metadata.uid);
    });

    test('ends cleanly when its time is up', async () => {
      await using room = await openApiFixture(ground());
      const { metadata } = await room.make('a');
      const stream = await room.watch(
        `resourceVersion=${metadata.resourceVersion}&timeoutSeconds=1`,
      );
      expect(await stream.rest()).toEqual([]);
    });

    test('sends a bookmark before its time is up, if asked for', async () => {
      await using room = await openApiFixture(ground());
      const { metadata } = await room.make('a');
      const how = `resourceVersion=${metadata.resourceVersion}&allowWatchBookmarks=true&timeoutSeconds=4`;
      // The server aims at two seconds before the end; when it is busy it may come too late for it.
      let stream = await room.watch(how);
      let line = await stream.line();
      while (line === undefined) {
        stream = await room.watch(how);
        line = await stream.line();
      }
      const { type, object }: WireEvent = JSON.parse(line);
      expect(type).toBe('BOOKMARK');
      expect(object.kind).toBe('Execution');
      expect(object.metadata.annotations).toBeUndefined();
      expect(Number(object.metadata.resourceVersion)).toBeGreaterThanOrEqual(
        Number(metadata.resourceVersion),
      );
      const rest = (await stream.rest()).map((line): WireEvent => JSON.parse(line));
      expect(rest.filter((event) => event.type !== 'BOOKMARK')).toEqual([]);
    });
  });

  describe('a watch that lists', () => {
    test('tells what is there, then a bookmark that says so, then what changes', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const last = await room.make('b');
      const stream = await room.watch(WATCH_LIST);
      const events = await stream.events(2);
      expect(events.map(told).sort()).toEqual(['ADDED a', 'ADDED b']);
      const { type, object } = await stream.event();
      expect(type).toBe('BOOKMARK');
      expect(object.metadata.annotations).toEqual({ [END_OF_INITIAL_EVENTS]: 'true' });
      expect(Number(object.metadata.resourceVersion)).toBeGreaterThanOrEqual(
        Number(last.metadata.resourceVersion),
      );
      await room.make('c');
      expect(told(await stream.event())).toBe('ADDED c');
    });

    test('of an empty namespace begins with the bookmark', async () => {
      await using room = await openApiFixture(ground());
      const stream = await room.watch(WATCH_LIST);
      const { type, object } = await stream.event();
      expect(type).toBe('BOOKMARK');
      expect(object.metadata.annotations).toEqual({ [END_OF_INITIAL_EVENTS]: 'true' });
    });

    test('starts from a version however old', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const stream = await room.watch(`${WATCH_LIST}&resourceVersion=1`);
      expect(told(await stream.event())).toBe('ADDED a');
    });

    test('is told that a version lies ahead', async () => {
      await using room = await openApiFixture(ground());
      const stream = await room.watch(`${WATCH_LIST}&resourceVersion=${FAR_AHEAD}`);
      const failure = failureOf(await stream.event());
      expect(failure.code).toBe(504);
      expect(failure.reason).toBe('Timeout');
      expect(failure.details?.causes?.[0]?.reason).toBe('ResourceVersionTooLarge');
    });

    test.each([
      ['sendInitialEvents=true', 'sendInitialEvents requires setting resourceVersionMatch'],
      ['resourceVersionMatch=NotOlderThan', 'unless sendInitialEvents is provided'],
    ])('needs more than %s', async (query, words) => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.get(`${room.executions}?watch=true&${query}`);
      const failure = answer.failure(422);
      expect(failure.reason).toBe('Invalid');
      expect(failure.message).toContain(words);
    });
  });

  describe('a watch by selectors', () => {
    test('tells what leaves its labels as deleted, and what enters as added', async () => {
      await using room = await openApiFixture(ground());
      const { metadata } = await room.make('a', { metadata: { labels: { team: 'pay' } } });
      const from = metadata.resourceVersion;
      const stream = await room.watch(`labelSelector=team=pay&resourceVersion=${from}`);
      const label = (team: string) =>
        room.admin.mergePatch(`${room.executions}/a`, { metadata: { labels: { team } } });
      const left = (await label('ship')).object();
      await room.make('other');
      await label('ship2');
      await label('pay');
      await room.setStatus('a', { phase: 'Executing' });
      const events = await stream.events(3);
      expect(events.map(told)).toEqual(['DELETED a', 'ADDED a', 'MODIFIED a']);
      // As it was when it still belonged, at the version by which it does not.
      expect(events[0]?.object.metadata.labels).toEqual({ team: 'pay' });
      expect(events[0]?.object.metadata.resourceVersion).toBe(left.metadata.resourceVersion);
    });

    test('tells what leaves its fields as deleted, and what enters as added', async () => {
      await using room = await openApiFixture(ground());
      const { metadata } = await room.make('a');
      const from = metadata.resourceVersion;
      const stream = await room.watch(`fieldSelector=status.phase=Failed&resourceVersion=${from}`);
      await room.setStatus('a', { phase: 'Executing' });
      await room.setStatus('a', { phase: 'Failed' });
      await room.setStatus('a', { message: 'boom' });
      await room.setStatus('a', { phase: 'Pending' });
      const events = await stream.events(3);
      expect(events.map(told)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
      expect(events[2]?.object.status).toEqual({ phase: 'Failed', message: 'boom' });
    });

    test('tells of one name alone', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const stream = await room.watch('fieldSelector=metadata.name=b');
      await room.make('b');
      await room.admin.delete(`${room.executions}/a`);
      await room.admin.delete(`${room.executions}/b`);
      expect((await stream.events(2)).map(told)).toEqual(['ADDED b', 'DELETED b']);
    });

    test('is refused before it begins when they cannot be read', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.get(`${room.executions}?watch=true&fieldSelector=spec.x=1`);
      expect(answer.failure(400).message).toContain('field label not supported: spec.x');
    });
  });

  describe('a watch that cannot begin', () => {
    test('at a version too old is told so in its stream, which then ends', async () => {
      await using room = await openApiFixture(ground());
      const stream = await room.watch('resourceVersion=1');
      expect(stream.status).toBe(200);
      const failure = failureOf(await stream.event());
      expect(failure).toMatchObject({ kind: 'Status', code: 410, reason: 'Expired' });
      expect(failure.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
      expect(await stream.rest()).toEqual([]);
    });

    test('at a version that is none is refused', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.get(`${room.executions}?watch=true&resourceVersion=x`);
      expect(answer.failure(500).message).toContain('resourceVersion: Invalid value: "x"');
    });

    test('from a version of a name that is gone sees only what came after', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const gone = (await room.admin.delete(`${room.executions}/a`)).json<{ status: string }>();
      expect(gone.status).toBe('Success');
      const { metadata } = await room.list();
      const stream = await room.watch(`resourceVersion=${metadata.resourceVersion}`);
      await room.admin.post(room.executions, executionBody('a'));
      expect(told(await stream.event())).toBe('ADDED a');
    });
  });
}
