import { describe, expect, test } from 'vitest';
import { type ApiFixture, openApiFixture } from './support/api-fixture.ts';
import { openPodFixture, type PodCluster } from './support/pod-fixture.ts';
import type { Fields } from './support/wire.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const PARTIAL = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';

interface Head {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** A metav1.Table as it stands on the wire. */
interface WireTable {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: Fields;
  readonly columnDefinitions: readonly Head[] | null;
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: unknown }[];
}

/** Objects as rows: for kubectl and k9s, and for lists of archives. */
export function tablesContract(ground: () => PodCluster): void {
  describe('the columns', () => {
    test.each([
      [
        'executions',
        'Name Function Phase Progress:integer Of:integer Age:date Started:date+ Finished:date+ ' +
          'Worker+ Message+',
      ],
      ['suspensions', 'Name Phase Resume_At Message Age:date Finished:date+'],
      [
        'scheduledexecutions',
        'Name Schedule Function Suspend:boolean Last:date Age:date Zone+ Next+',
      ],
      ['functions', 'Name Description Group Limit:integer+ Age:date+'],
      [
        'archivedexecutions',
        'Name Function Phase Finished Age:date Started+ Archived+ Delete_After+ ' +
          'Executions:integer+ Suspensions:integer+ Jobs:integer+ Message+ UID+',
      ],
    ])('of %s', async (plural, columns) => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.get(room.of(plural), { accept: TABLE });
      expect(headsOf(answer.json())).toBe(columns);
    });

    test.each([
      ['/api/v1/pods', 'Name Ready Status Restarts Age IP+ Node+ Nominated_Node+ Readiness_Gates+'],
      ['/apis/batch/v1/jobs', 'Name Status Completions Duration Age Containers+ Images+ Selector+'],
      [
        '/api/v1/events',
        'Last_Seen Type Reason Object Subobject+ Source+ Message First_Seen+ Count+ Name+',
      ],
      ['/api/v1/namespaces', 'Name Status Age'],
      ['/apis/coordination.k8s.io/v1/leases', 'Name Holder Age'],
    ])('of %s', async (path, columns) => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.get(`${path}?limit=1`, { accept: TABLE });
      expect(headsOf(answer.json())).toBe(columns);
    });

    test('say where the name is, and what the others show', async () => {
      await using room = await openApiFixture(ground());
      const { columnDefinitions } = await table(room);
      expect(columnDefinitions?.[0]).toMatchObject({ name: 'Name', format: 'name' });
      expect(columnDefinitions?.[0]?.description).toMatch(/^Name must be unique/);
      expect(columnDefinitions?.[1]).toEqual({
        name: 'Function',
        type: 'string',
        format: '',
        description: 'Custom resource definition column (in JSONPath format): .spec.function',
        priority: 0,
      });
    });
  });

  describe('a row', () => {
    test('has a cell for each column, and null where there is nothing to show', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const { rows } = await table(room);
      const cells = ['a', 'f', null, null, null, expect.stringMatching(/^\d+s$/)];
      expect(rows.map((row) => row.cells)).toEqual([[...cells, null, null, null, null]]);
      const status = {
        phase: 'Executing',
        progress: { current: 2, max: 5 },
        startedAt: '2020-01-01T00:00:00Z',
        workerName: 'w1',
      };
      await room.setStatus('a', status);
      expect((await table(room)).rows[0]?.cells).toEqual([
        ...['a', 'f', 'Executing', 2, 5, expect.stringMatching(/^\d+s$/)],
        ...[expect.stringMatching(/^\d+y/), null, 'w1', null],
      ]);
    });

    test('carries as much of its object as is asked for', async () => {
      await using room = await openApiFixture(ground());
      const made = await room.make('a');
      const carried = async (query: string) => (await table(room, query)).rows[0]?.object;
      const partial = {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: made.metadata,
      };
      expect(await carried('')).toEqual(partial);
      expect(await carried('?includeObject=Metadata')).toEqual(partial);
      expect(await carried('?includeObject=Object')).toEqual(made);
      expect(await carried('?includeObject=None')).toBeNull();
    });
  });

  test.each([
    ['completed', '0/1', 'Completed'],
    ['running', '1/1', 'Running'],
    ['waiting', '0/1', 'ContainerCreating'],
  ] as const)('the row of a pod that is %s: %s, %s', async (state, ready, status) => {
    await using room = await openPodFixture(ground());
    const { metadata } = await room.run('one', state);
    const answer = await room.admin.get(room.pods, { accept: TABLE });
    const { rows }: WireTable = answer.json();
    expect(rows.map(({ cells }) => cells.slice(0, 4))).toEqual([
      [metadata.name, ready, status, '0'],
    ]);
  });

  test('a Table of one object has one row, and the version of the object', async () => {
    await using room = await openApiFixture(ground());
    const { metadata } = await room.make('a');
    const answer = await room.admin.get(`${room.executions}/a`, { accept: TABLE });
    const one: WireTable = answer.json();
    expect(one).toMatchObject({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: metadata.resourceVersion },
    });
    expect(one.rows.map(({ cells }) => cells[0])).toEqual(['a']);
  });

  test('a Table comes in pages, as other lists do', async () => {
    await using room = await openApiFixture(ground());
    for (const name of ['a', 'b', 'c']) await room.make(name);
    const first = await table(room, '?limit=2');
    expect(first.rows.map(({ cells }) => cells[0])).toEqual(['a', 'b']);
    expect(first.metadata.remainingItemCount).toBe(1);
    const token = encodeURIComponent(String(first.metadata.continue));
    const rest = await table(room, `?limit=2&continue=${token}`);
    expect(rest.rows.map(({ cells }) => cells[0])).toEqual(['c']);
    expect(rest.metadata.continue).toBeUndefined();
  });

  test('who reads several forms gets the first that there is', async () => {
    await using room = await openApiFixture(ground());
    const accept = `application/json;as=Table;v=v9;g=meta.k8s.io,${TABLE},application/json`;
    expect((await table(room, '', accept)).kind).toBe('Table');
    const plain = await room.admin.get(room.executions, { accept: `application/json,${TABLE}` });
    expect(plain.list().kind).toBe('ExecutionList');
    const none = await room.admin.get(room.executions, { accept: 'text/html' });
    expect(none.failure(406)).toMatchObject({
      reason: 'NotAcceptable',
      message: expect.stringMatching(
        /^only the following media types are accepted: application\/json,/,
      ),
    });
  });

  test('what cannot ride in a row is refused', async () => {
    await using room = await openApiFixture(ground());
    const answer = await room.admin.get(`${room.executions}?includeObject=All`, { accept: TABLE });
    expect(answer.failure(400).message).toBe(
      'Unable to convert to Table as requested: includeObject: Invalid value: "All": must be ' +
        "'Metadata', 'Object', 'None', or empty",
    );
  });

  describe('a watch of Tables', () => {
    test('tells the columns once, and each change as a Table of one row', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const events = await watched(room, '', TABLE);
      const added = await events.next();
      expect(added.type).toBe('ADDED');
      expect(headsOf(added.object)).toMatch(/^Name Function Phase/);
      expect(added.object.rows[0]?.cells[0]).toBe('a');
      await room.setStatus('a', { phase: 'Executing' });
      const modified = await events.next();
      expect(modified).toMatchObject({ type: 'MODIFIED', object: { columnDefinitions: null } });
      expect(modified.object.rows[0]?.cells[2]).toBe('Executing');
      await room.admin.delete(`${room.executions}/a`);
      const deleted = await events.next();
      expect(deleted).toMatchObject({ type: 'DELETED', object: { kind: 'Table' } });
      expect(deleted.object.rows[0]?.object).toMatchObject({
        kind: 'PartialObjectMetadata',
        metadata: { name: 'a' },
      });
      events.stop();
    });

    test('carries whole objects if asked', async () => {
      await using room = await openApiFixture(ground());
      const made = await room.make('a');
      const events = await watched(room, 'includeObject=Object', TABLE);
      expect((await events.next()).object.rows[0]?.object).toEqual(made);
      events.stop();
    });

    test.each([
      ['', { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }],
      ['includeObject=Object', { kind: 'Execution', apiVersion: 'kontinue.cloud/v1alpha1' }],
    ])('has its bookmarks ride in a row about nothing (%s)', async (query, type) => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const events = await watched(room, `${INITIAL_EVENTS}&${query}`, TABLE);
      await events.next();
      const { type: told, object } = await events.next();
      expect(told).toBe('BOOKMARK');
      expect(object).toMatchObject({ kind: 'Table', columnDefinitions: null });
      const { resourceVersion } = object.metadata;
      const annotations = { 'k8s.io/initial-events-end': 'true' };
      expect(object.rows).toEqual([
        {
          cells: ['', null, null, null, null, null, null, null, null, null],
          object: { ...type, metadata: { resourceVersion, annotations } },
        },
      ]);
      events.stop();
    });

    test('of nothing tells its columns with the first bookmark', async () => {
      await using room = await openApiFixture(ground());
      const events = await watched(room, INITIAL_EVENTS, TABLE);
      const { type, object } = await events.next();
      expect(type).toBe('BOOKMARK');
      expect(headsOf(object)).toMatch(/^Name Function Phase/);
      events.stop();
    });
  });

  test('a watch of metadata tells no more, bookmarks included', async () => {
    await using room = await openApiFixture(ground());
    const { metadata } = await room.make('a');
    const path = `${room.executions}?watch=true&${INITIAL_EVENTS}`;
    const stream = await room.admin.stream(path, { accept: PARTIAL });
    const type = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' };
    expect(await stream.event()).toEqual({ type: 'ADDED', object: { ...type, metadata } });
    const bookmark = await stream.event();
    expect(bookmark).toMatchObject({ type: 'BOOKMARK', object: type });
    expect(Object.keys(bookmark.object).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
    stream.stop();
  });
}

const INITIAL_EVENTS =
  'allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan';

async function table(room: ApiFixture, query = '', accept = TABLE): Promise<WireTable> {
  return (await room.admin.get(`${room.executions}${query}`, { accept })).json();
}

/** A watch of executions as Tables. */
async function watched(room: ApiFixture, query: string, accept: string) {
  const stream = await room.admin.stream(`${room.executions}?watch=true&${query}`, { accept });
  return {
    async next(): Promise<{ readonly type: string; readonly object: WireTable }> {
      return JSON.parse((await stream.line()) ?? '');
    },
    stop: () => stream.stop(),
  };
}

/** The columns in short: spaces as `_`, then the type unless it is string, then `+` if wide. */
function headsOf({ columnDefinitions }: WireTable): string {
  const heads = columnDefinitions ?? [];
  return heads
    .map(({ name, type, priority }) => {
      const typed = type === 'string' ? '' : `:${type}`;
      return `${name.replaceAll(' ', '_')}${typed}${priority > 0 ? '+' : ''}`;
    })
    .join(' ');
}
