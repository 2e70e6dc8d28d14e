import { describe, expect, test } from 'vitest';
import { type ApiFixture, type ContractCluster, openApiFixture } from './support/api-fixture.ts';

/** What the three kinds of patch do to an object, and which are refused. */
export function patchingContract(ground: () => ContractCluster): void {
  describe('a merge patch', () => {
    test('merges objects, removes by null, and replaces arrays whole', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      await room.setStatus('a', {
        phase: 'Executing',
        message: 'on it',
        progress: { current: 1, max: 3 },
        attempts: [{ phase: 'Failed', message: 'boom' }, { phase: 'Executing' }],
      });
      const after = await room.setStatus('a', {
        message: null,
        progress: { current: 2 },
        attempts: [{ phase: 'Failed' }],
      });
      expect(after.status).toEqual({
        phase: 'Executing',
        progress: { current: 2, max: 3 },
        attempts: [{ phase: 'Failed' }],
      });
    });

    test('merges a result into the one before, and drops its nulls', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      await room.setStatus('a', { result: { kept: 1, gone: 2 } });
      const after = await room.setStatus('a', { result: { gone: null, none: null, more: [null] } });
      expect(after.status).toEqual({ result: { kept: 1, more: [null] } });
    });

    test('merges a field __proto__ like any other', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const merge = (text: string) =>
        room.admin.send('PATCH', `${room.executions}/a`, {
          type: 'application/merge-patch+json',
          text: `{"spec":{"arguments":${text}}}`,
        });
      await merge('{"__proto__":{"a":1},"b":2}');
      const { text } = await merge('{"__proto__":{"c":3},"b":null}');
      expect(text).toContain('"arguments":{"__proto__":{"a":1,"c":3}}');
    });

    test('of null removes the status', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      await room.setStatus('a', { phase: 'Failed' });
      const path = `${room.executions}/a/status`;
      const after = (await room.admin.mergePatch(path, { status: null })).object();
      expect(after.status).toBeUndefined();
    });

    test.each([
      ['', 422, 'metadata.resourceVersion: Invalid value: 0: must be specified for an update'],
      [null, 422, 'metadata.resourceVersion: Invalid value: 0: must be specified for an update'],
      ['x', 500, 'strconv.ParseUint: parsing "x": invalid syntax'],
    ])('cannot make the version %j', async (resourceVersion, code, words) => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const patch = { metadata: { resourceVersion }, spec: { function: 'g' } };
      const answer = await room.admin.mergePatch(`${room.executions}/a`, patch);
      expect(answer.failure(code).message).toContain(words);
      expect((await room.find('a'))?.spec).toEqual({ function: 'f' });
    });

    test.each([
      [
        '[1]',
        'error decoding patch: json: cannot unmarshal array into Go value of type map[string]',
      ],
      [
        '1',
        'error decoding patch: json: cannot unmarshal number into Go value of type map[string]',
      ],
      ['"x"', 'error decoding patch: json: cannot unmarshal string into Go value of type map'],
      [
        'true',
        'error decoding patch: json: cannot unmarshal bool into Go value of type map[string]',
      ],
      ['null', 'Invalid JSON Patch'],
    ])('must be an object, not %s', async (text, words) => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const answer = await room.admin.mergePatch(`${room.executions}/a`, JSON.parse(text));
      const { reason, message } = answer.failure(400);
      expect(reason).toBe('BadRequest');
      expect(message).toContain(words);
    });
  });

  describe('a JSON patch', () => {
    test('adds, replaces, removes, moves and copies', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      await room.setStatus('a', { message: 'x', attempts: [{ phase: 'Failed' }] });
      const patch = [
        { op: 'test', path: '/status/message', value: 'x' },
        { op: 'add', path: '/status/phase', value: 'Executing' },
        { op: 'replace', path: '/status/message', value: 'y' },
        { op: 'add', path: '/status/attempts/-', value: { phase: 'Executing' } },
        { op: 'copy', from: '/status/attempts/0/phase', path: '/status/state' },
        { op: 'move', from: '/status/message', path: '/status/workerName' },
        { op: 'remove', path: '/status/attempts/0' },
      ];
      const after = (await room.admin.jsonPatch(`${room.executions}/a/status`, patch)).object();
      expect(after.status).toEqual({
        phase: 'Executing',
        workerName: 'y',
        state: 'Failed',
        attempts: [{ phase: 'Executing' }],
      });
    });

    test('replaces a result whole, nulls in it kept', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      await room.setStatus('a', { result: { old: 1 } });
      const patch = [{ op: 'replace', path: '/status/result', value: { none: null } }];
      const after = (await room.admin.jsonPatch(`${room.executions}/a/status`, patch)).object();
      expect(after.status).toEqual({ result: { none: null } });
    });

    test('drops a null where the schema allows none, and keeps it where it does or says nothing', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const value = { result: null, message: null, state: { none: null } };
      const patch = [{ op: 'add', path: '/status', value }];
      const after = (await room.admin.jsonPatch(`${room.executions}/a/status`, patch)).object();
      expect(after.status).toEqual({ result: null, state: { none: null } });
    });

    test('cannot take the name away, but the uid, which comes back', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const remove = (field: string) =>
        room.admin.jsonPatch(`${room.executions}/a`, [
          { op: 'remove', path: `/metadata/${field}` },
        ]);
      expect((await remove('name')).failure(400).message).toContain('name must be provided');
      expect((await remove('uid')).object()).toEqual(before);
    });

    test.each([
      ['the parent is missing', { op: 'add', path: '/metadata/labels/x', value: '1' }],
      ['the operation is unknown', { op: 'frob', path: '/spec' }],
      ['it names no path', { op: 'remove' }],
      ['it leaves no object', { op: 'replace', path: '', value: 3 }],
      ['a test fails', { op: 'test', path: '/spec/function', value: 'g' }],
      ['there is nothing to replace', { op: 'replace', path: '/spec/mutex/name', value: 'm' }],
      ['there is nothing to remove', { op: 'remove', path: '/spec/mutex' }],
    ])('changes nothing when %s', async (_, operation) => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const patch = [{ op: 'add', path: '/spec/arguments', value: {} }, operation];
      const failure = (await room.admin.jsonPatch(`${room.executions}/a`, patch)).failure(422);
      expect(failure.reason).toBe('Invalid');
      expect((await room.find('a'))?.spec).toEqual({ function: 'f' });
    });
  });

  test.each([
    ['{}', 'cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
    ['[1]', 'cannot unmarshal number into Go value of type handlers.jsonPatchOp'],
  ])('a JSON patch is a list of operations, not %s', async (text, words) => {
    await using room = await openApiFixture(ground());
    await room.make('a');
    const answer = await room.admin.jsonPatch(`${room.executions}/a`, JSON.parse(text));
    const { reason, message } = answer.failure(400);
    expect(reason).toBe('BadRequest');
    expect(message).toBe(`error decoding patch: json: ${words}`);
  });

  describe('a strategic merge patch of a pod', () => {
    const type = 'application/strategic-merge-patch+json';
    const container = (name: string, image: string) => ({ name, image });
    const condition = (of: string, status: string) => ({ type: of, status });

    /** A pod of two containers that nothing schedules. */
    async function openPod(room: ApiFixture) {
      const pods = `/api/v1/namespaces/${room.namespace}/pods`;
      const spec = {
        schedulerName: 'none',
        containers: [container('app', 'busybox:1'), container('proxy', 'busybox:1')],
      };
      (await room.admin.post(pods, { metadata: { name: 'a' }, spec })).object();
      const send = async (body: object, subresource = '') =>
        room.admin.send('PATCH', `${pods}/a${subresource}`, { type, body });
      return { send, patch: async (body: object, sub = '') => (await send(body, sub)).object() };
    }

    test('changes the containers that it names', async () => {
      await using room = await openApiFixture(ground());
      const pod = await openPod(room);
      const after = await pod.patch({ spec: { containers: [container('proxy', 'busybox:2')] } });
      expect(after.spec).toMatchObject({
        containers: [container('app', 'busybox:1'), container('proxy', 'busybox:2')],
      });
    });

    test('merges conditions by their types, new ones first, takes them away, and orders them', async () => {
      await using room = await openApiFixture(ground());
      const pod = await openPod(room);
      const conditions = async (patch: object) => {
        const { status } = await pod.patch({ status: patch }, '/status');
        const all = (status as { conditions: { type: string; status: string }[] }).conditions;
        return all.map((each) => `${each.type}=${each.status}`);
      };
      const replaced = [{ $patch: 'replace' }, condition('A', 'True'), condition('B', 'True')];
      expect(await conditions({ conditions: replaced })).toEqual(['A=True', 'B=True']);
      const merged = [condition('C', 'True'), condition('B', 'False')];
      expect(await conditions({ conditions: merged })).toEqual(['C=True', 'A=True', 'B=False']);
      const order = ['B', 'A', 'C'].map((of) => ({ type: of }));
      expect(await conditions({ '$setElementOrder/conditions': order })).toEqual([
        'B=False',
        'A=True',
        'C=True',
      ]);
      expect(await conditions({ conditions: [{ type: 'A', $patch: 'delete' }] })).toEqual([
        'B=False',
        'C=True',
      ]);
    });

    test('adds finalizers to those that are there, and takes them away by their own list', async () => {
      await using room = await openApiFixture(ground());
      const pod = await openPod(room);
      const finalizers = async (metadata: object) =>
        (await pod.patch({ metadata })).metadata.finalizers;
      expect(await finalizers({ finalizers: ['x.io/a', 'x.io/b'] })).toEqual(['x.io/a', 'x.io/b']);
      expect(await finalizers({ finalizers: ['x.io/c'] })).toEqual(['x.io/c', 'x.io/a', 'x.io/b']);
      const removed = { '$deleteFromPrimitiveList/finalizers': ['x.io/a', 'x.io/b', 'x.io/c'] };
      expect(await finalizers(removed)).toBeUndefined();
    });

    test('is refused without the key of an item', async () => {
      await using room = await openApiFixture(ground());
      const pod = await openPod(room);
      const answer = await pod.send({ spec: { containers: [{ image: 'busybox:2' }] } });
      expect(answer.failure(500).message).toContain('does not contain declared merge key: name');
    });
  });

  describe('a patch in another form', () => {
    test('is refused before it is looked whether there is anything', async () => {
      await using room = await openApiFixture(ground());
      const type = 'text/plain';
      const answer = await room.admin.send('PATCH', `${room.executions}/nobody`, {
        body: {},
        type,
      });
      expect(answer.failure(415).reason).toBe('UnsupportedMediaType');
    });

    test('is refused if strategic: custom kinds know none', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const type = 'application/strategic-merge-patch+json';
      const answer = await room.admin.send('PATCH', `${room.executions}/a`, { type, body: {} });
      const failure = answer.failure(415);
      expect(failure.reason).toBe('UnsupportedMediaType');
      expect(failure.message).toContain(
        'the body of the request was in an unknown format - accepted media types include: ' +
          'application/json-patch+json, application/merge-patch+json',
      );
    });
  });
}
