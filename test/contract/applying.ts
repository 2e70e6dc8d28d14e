import { describe, expect, test } from 'vitest';
import { clientOf } from './rights.ts';
import {
  type ApiFixture,
  type ContractCluster,
  executionBody,
  openApiFixture,
} from './support/api-fixture.ts';
import type { Fields, WireObject } from './support/wire.ts';

const APPLY = 'application/apply-patch+yaml';

/** An execution as an applier sends it. */
const config = (spec: Fields, more: Fields = {}): Fields => {
  const { spec: _, ...body } = executionBody('a');
  return { ...body, ...more, spec, metadata: { name: 'a', ...(more.metadata as Fields) } };
};

/** Applies as one manager; with a query such as `force=true`. */
function applyAs({ admin, executions }: ApiFixture, manager: string, body: Fields, query = '') {
  const path = `${executions}/a?fieldManager=${manager}&${query}`;
  return admin.send('PATCH', path, { body, type: APPLY });
}

/** Who manages which fields: the manager with its operation, and the fields. */
function managed({ metadata }: WireObject): Fields {
  const entries = (metadata.managedFields ?? []).map((entry) => [
    [entry.manager, entry.operation, entry.subresource].filter(Boolean).join(' '),
    entry.fieldsV1,
  ]);
  return Object.fromEntries(entries);
}

/** Server-side apply, and who manages which fields. */
export function applyingContract(ground: () => ContractCluster): void {
  describe('server-side apply', () => {
    test('creates what is not there, and owns what it says', async () => {
      await using room = await openApiFixture(ground());
      const metadata = { labels: { team: 'x' }, finalizers: ['example.com/hold'] };
      const body = config({ function: 'f', retry: { retries: 2 } }, { metadata });
      const answer = await applyAs(room, 'ci', body);
      expect(answer.status).toBe(201);
      expect(answer.object().spec).toEqual({ function: 'f', retry: { retries: 2 } });
      expect(answer.object().metadata.managedFields).toEqual([
        {
          manager: 'ci',
          operation: 'Apply',
          apiVersion: 'kontinue.cloud/v1alpha1',
          time: expect.stringMatching(/^\d{4}-.*Z$/),
          fieldsType: 'FieldsV1',
          fieldsV1: {
            'f:metadata': {
              'f:finalizers': { 'v:"example.com/hold"': {} },
              'f:labels': { 'f:team': {} },
            },
            'f:spec': { 'f:function': {}, 'f:retry': { 'f:retries': {} } },
          },
        },
      ]);
      await room.admin.mergePatch(`${room.executions}/a`, { metadata: { finalizers: null } });
    });

    test('that says the same again changes nothing', async () => {
      await using room = await openApiFixture(ground());
      const body = config({ function: 'f' }, { metadata: { labels: { team: 'x' } } });
      const first = (await applyAs(room, 'ci', body)).object();
      const again = await applyAs(room, 'ci', body);
      expect(again.status).toBe(200);
      expect(again.object()).toEqual(first);
    });

    test('leaves what others set, and removes what it no longer says', async () => {
      await using room = await openApiFixture(ground());
      const metadata = { labels: { team: 'x', tier: 'y' } };
      await applyAs(room, 'ci', config({ function: 'f', retry: { retries: 2 } }, { metadata }));
      await room.admin.mergePatch(`${room.executions}/a`, {
        metadata: { labels: { other: 'z' } },
      });
      const less = await applyAs(
        room,
        'ci',
        config({ function: 'f' }, { metadata: { labels: { team: 'x' } } }),
      );
      expect(less.object()).toMatchObject({ spec: { function: 'f' }, metadata: { generation: 2 } });
      expect(less.object().spec).not.toHaveProperty('retry');
      expect(less.object().metadata.labels).toEqual({ team: 'x', other: 'z' });
    });

    test('keeps what another applier says, too', async () => {
      await using room = await openApiFixture(ground());
      await applyAs(room, 'ci', config({ function: 'f', retry: { retries: 2 } }));
      await applyAs(room, 'ops', config({ function: 'f', retry: { retries: 2 } }));
      const left = (await applyAs(room, 'ci', config({ function: 'f' }))).object();
      expect(left.spec).toEqual({ function: 'f', retry: { retries: 2 } });
      expect(managed(left)).toEqual({
        'ci Apply': { 'f:spec': { 'f:function': {} } },
        'ops Apply': { 'f:spec': { 'f:function': {}, 'f:retry': { 'f:retries': {} } } },
      });
    });

    test('is refused where another owns a field, and changes nothing', async () => {
      await using room = await openApiFixture(ground());
      const before = (await applyAs(room, 'ci', config({ function: 'f' }))).object();
      const failure = (await applyAs(room, 'ops', config({ function: 'g' }))).failure(409);
      expect(failure).toMatchObject({
        reason: 'Conflict',
        message: 'Apply failed with 1 conflict: conflict with "ci": .spec.function',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "ci"',
              field: '.spec.function',
            },
          ],
        },
      });
      expect(await room.find('a')).toEqual(before);
    });

    test('names every field and every owner in its way', async () => {
      await using room = await openApiFixture(ground());
      const labels = { team: 'x' };
      await applyAs(room, 'ci', config({ function: 'f' }, { metadata: { labels } }));
      const patch = { spec: { retry: { retries: 1 } } };
      await room.admin.mergePatch(`${room.executions}/a?fieldManager=ops`, patch);
      const other = config(
        { function: 'g', retry: { retries: 3 } },
        { metadata: { labels: { team: 'z' } } },
      );
      expect((await applyAs(room, 'me', other)).failure(409).message).toBe(
        'Apply failed with 3 conflicts: conflicts with "ci":\n- .metadata.labels.team\n- .spec.function\n' +
          'conflicts with "ops" using kontinue.cloud/v1alpha1:\n- .spec.retry.retries',
      );
    });

    test('takes what others own by force', async () => {
      await using room = await openApiFixture(ground());
      await applyAs(room, 'ci', config({ function: 'f', retry: { retries: 2 } }));
      const taken = (await applyAs(room, 'ops', config({ function: 'g' }), 'force=true')).object();
      expect(taken.spec).toEqual({ function: 'g', retry: { retries: 2 } });
      expect(managed(taken)).toEqual({
        'ci Apply': { 'f:spec': { 'f:retry': { 'f:retries': {} } } },
        'ops Apply': { 'f:spec': { 'f:function': {} } },
      });
    });

    test('of the status is told apart from that of the rest', async () => {
      await using room = await openApiFixture(ground());
      const both = { status: { phase: 'Failed' } };
      const made = (await applyAs(room, 'ci', config({ function: 'f' }, both))).object();
      expect(made.status).toBeUndefined();
      expect(managed(made)).toEqual({ 'ci Apply': { 'f:spec': { 'f:function': {} } } });
      const { spec: _, ...status } = config({}, { status: { phase: 'Executing' } });
      const path = `${room.executions}/a/status?fieldManager=worker`;
      const after = (await room.admin.send('PATCH', path, { body: status, type: APPLY })).object();
      expect(after.status).toEqual({ phase: 'Executing' });
      expect(managed(after)).toEqual({
        'ci Apply': { 'f:spec': { 'f:function': {} } },
        'worker Apply status': { 'f:status': { 'f:phase': {} } },
      });
      const elsewhere = path.replace('/a/', '/nobody/');
      const named = { ...status, metadata: { name: 'nobody' } };
      const answer = await room.admin.send('PATCH', elsewhere, { body: named, type: APPLY });
      expect(answer.failure(404).reason).toBe('NotFound');
    });

    test('of an item in a list that is known by its name leaves the other items', async () => {
      await using room = await openApiFixture(ground());
      const path = `/api/v1/namespaces/${room.namespace}/pods/p`;
      const pod = (name: string, image: string) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p' },
        spec: { containers: [{ name, image }] },
      });
      const send = (manager: string, body: Fields) =>
        room.admin.send('PATCH', `${path}?fieldManager=${manager}`, { body, type: APPLY });
      (await send('ci', pod('main', 'a'))).object();
      const failure = (await send('ops', pod('main', 'b'))).failure(409);
      expect(failure.message).toBe(
        'Apply failed with 1 conflict: conflict with "ci": .spec.containers[name="main"].image',
      );
      const unknown = { ...pod('main', 'a'), spec: { containers: [{ name: 'main', foo: 1 }] } };
      expect((await send('ci', unknown)).failure(500).message).toBe(
        'failed to create typed patch object (/p; /v1, Kind=Pod): .spec.containers[name="main"].foo: ' +
          'field not declared in schema',
      );
    });

    test('of an object that no manager is known of finds all its fields owned', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a', { metadata: { annotations: { k: 'v' } } });
      const path = `${room.executions}/a`;
      const reset = { metadata: { managedFields: [{}] } };
      expect((await room.admin.mergePatch(path, reset)).object().metadata.managedFields).toBe(
        undefined,
      );
      const patched = (await room.admin.mergePatch(path, { spec: { function: 'g' } })).object();
      expect(patched.metadata.managedFields).toBeUndefined();
      expect((await applyAs(room, 'ci', config({ function: 'h' }))).failure(409).message).toBe(
        'Apply failed with 1 conflict: conflict with "before-first-apply" using kontinue.cloud/v1alpha1: ' +
          '.spec.function',
      );
      const forced = await applyAs(room, 'ci', config({ function: 'h' }), 'force=true');
      expect(managed(forced.object())).toEqual({
        'ci Apply': { 'f:spec': { 'f:function': {} } },
        'before-first-apply Update': {
          'f:metadata': { 'f:annotations': { '.': {}, 'f:k': {} } },
          'f:spec': {},
        },
      });
    });

    test('can be tried', async () => {
      await using room = await openApiFixture(ground());
      const tried = await applyAs(room, 'ci', config({ function: 'f' }), 'dryRun=All');
      expect(tried.status).toBe(201);
      expect(await room.find('a')).toBeUndefined();
    });

    test.each([
      [
        'an unknown field',
        { spec: { function: 'f', foo: 1 } },
        500,
        '.spec.foo: field not declared in schema',
      ],
      [
        'an unknown field that every object of JavaScript has',
        { spec: { function: 'f', constructor: 1 } },
        500,
        '.spec.constructor: field not declared in schema',
      ],
      [
        'an unknown field of metadata that every object of JavaScript has',
        { metadata: { name: 'a', constructor: 1 } },
        500,
        '.metadata.constructor: field not declared in schema',
      ],
      [
        'an unknown field at the top that every object of JavaScript has',
        { constructor: 1 },
        500,
        '.constructor: field not declared in schema',
      ],
      [
        'a field of another type',
        { spec: { function: 5 } },
        500,
        '.spec.function: expected string, got &value.valueUnstructured{Value:5}',
      ],
      [
        'labels that are none',
        { metadata: { name: 'a', labels: 5 } },
        500,
        '.metadata.labels: expected map, got &{5}',
      ],
      [
        'managedFields',
        { metadata: { name: 'a', managedFields: [] } },
        400,
        'metadata.managedFields must be nil',
      ],
      [
        'another name',
        { metadata: { name: 'b' } },
        400,
        'the name of the object (b) does not match the name on the URL (a)',
      ],
      [
        'another kind',
        { kind: 'Foo' },
        400,
        'invalid object type: kontinue.cloud/v1alpha1, Kind=Foo',
      ],
      [
        'an old version',
        { metadata: { name: 'a', resourceVersion: '1' } },
        409,
        'the object has been modified; please apply your changes',
      ],
      [
        'a spec that is none',
        { spec: { retry: { retries: -1 } } },
        422,
        'spec.retry.retries: Invalid value: -1',
      ],
    ])('is refused with %s', async (_, wrong, code, words) => {
      await using room = await openApiFixture(ground());
      const before = (await applyAs(room, 'ci', config({ function: 'f' }))).object();
      const body = { ...config({ function: 'f' }), ...wrong };
      expect((await applyAs(room, 'ci', body)).failure(code).message).toContain(words);
      expect(await room.find('a')).toEqual(before);
    });

    test('is refused without a manager, and force without it', async () => {
      await using room = await openApiFixture(ground());
      const path = `${room.executions}/a`;
      const body = config({ function: 'f' });
      expect(
        (await room.admin.send('PATCH', path, { body, type: APPLY })).failure(422).message,
      ).toBe(
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      );
      expect((await applyAs(room, 'x'.repeat(129), body)).failure(422).message).toContain(
        'fieldManager: Too long: may not be more than 128 bytes',
      );
      await room.make('a');
      const forced = await room.admin.mergePatch(`${path}?force=true`, { spec: {} });
      expect(forced.failure(422).message).toContain(
        'force: Forbidden: may not be specified for non-apply patch',
      );
    });

    test('creates only for those who may create', async () => {
      await using room = await openApiFixture(ground());
      using viewer = clientOf(ground(), 'viewer');
      const path = `${room.executions}/a?fieldManager=ci`;
      const answer = await viewer.send('PATCH', path, {
        body: config({ function: 'f' }),
        type: APPLY,
      });
      expect(answer.failure(403).message).toContain('cannot patch resource "executions"');
    });
  });

  describe('managedFields', () => {
    test('say what each writer set last', async () => {
      await using room = await openApiFixture(ground());
      await room.admin.post(`${room.executions}?fieldManager=maker`, config({ function: 'f' }));
      const path = `${room.executions}/a`;
      await room.admin.mergePatch(`${path}?fieldManager=ops`, {
        metadata: { labels: { team: 'x' } },
        spec: { function: 'g', arguments: [1] },
      });
      const result = { a: { b: [1] } };
      const after = (
        await room.admin.mergePatch(`${path}/status`, { status: { phase: 'Failed', result } })
      ).object();
      expect(managed(after)).toEqual({
        'maker Update': { 'f:spec': {} },
        'ops Update': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:team': {} } },
          'f:spec': { 'f:function': {}, 'f:arguments': {} },
        },
        'unknown Update status': {
          'f:status': {
            '.': {},
            'f:phase': {},
            'f:result': { '.': {}, 'f:a': { '.': {}, 'f:b': {} } },
          },
        },
      });
      const removed = await room.admin.jsonPatch(path, [{ op: 'remove', path: '/spec/arguments' }]);
      expect(managed(removed.object())['ops Update']).toEqual({
        'f:metadata': { 'f:labels': { '.': {}, 'f:team': {} } },
        'f:spec': { 'f:function': {} },
      });
    });

    test('split a field that no schema declares into its parts, whatever its name is', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const after = await room.setStatus('a', { extra: { x: 1 }, constructor: { x: 1 } });
      const parts = { '.': {}, 'f:x': {} };
      expect(managed(after)['unknown Update status']).toEqual({
        'f:status': { '.': {}, 'f:extra': parts, 'f:constructor': parts },
      });
    });
  });
}
