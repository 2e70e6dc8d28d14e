import { describe, expect, test } from 'vitest';
import {
  type ApiFixture,
  type ContractCluster,
  executionBody,
  openApiFixture,
} from './support/api-fixture.ts';
import type { WireObject } from './support/wire.ts';

const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

/** Creating and changing: names, versions, generations, and what a status write may touch. */
export function writingContract(ground: () => ContractCluster): void {
  describe('creating', () => {
    test('gives an object its identity, and a generation', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(room.executions, executionBody('a'));
      expect(answer.status).toBe(201);
      const { metadata, ...rest } = answer.object();
      expect(rest).toEqual({
        apiVersion: 'kontinue.cloud/v1alpha1',
        kind: 'Execution',
        spec: { function: 'f' },
      });
      expect(metadata).toMatchObject({ name: 'a', namespace: room.namespace, generation: 1 });
      expect(metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(metadata.resourceVersion).toMatch(/^\d+$/);
      expect(metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect((await room.find('a'))?.metadata.uid).toBe(metadata.uid);
    });

    test('makes a name from a prefix', async () => {
      await using room = await openApiFixture(ground());
      const sent = { ...executionBody(''), metadata: { generateName: 'deploy-' } };
      const made = (await room.admin.post(room.executions, sent)).object();
      expect(made.metadata.name).toMatch(/^deploy-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      expect(made.metadata.generateName).toBe('deploy-');
    });

    test('drops the status that is sent along', async () => {
      await using room = await openApiFixture(ground());
      const sent = { ...executionBody('a'), status: { phase: 'Completed' } };
      expect((await room.admin.post(room.executions, sent)).object().status).toBeUndefined();
    });

    test('is refused where the name is taken', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const failure = (await room.admin.post(room.executions, executionBody('a'))).failure(409);
      expect(failure.reason).toBe('AlreadyExists');
      expect(failure.message).toBe('executions.kontinue.cloud "a" already exists');
      expect(failure.details).toMatchObject({
        name: 'a',
        group: 'kontinue.cloud',
        kind: 'executions',
      });
    });

    test('is refused in a namespace that is not there', async () => {
      await using room = await openApiFixture(ground());
      const path = '/apis/kontinue.cloud/v1alpha1/namespaces/nowhere/executions';
      const failure = (await room.admin.post(path, executionBody('a'))).failure(404);
      expect(failure.message).toBe('namespaces "nowhere" not found');
    });

    test('is refused for another namespace than that of the path', async () => {
      await using room = await openApiFixture(ground());
      const sent = executionBody('a', { metadata: { namespace: 'default' } });
      const failure = (await room.admin.post(room.executions, sent)).failure(400);
      expect(failure.message).toContain('does not match the namespace sent on the request');
    });

    test('of another kind than that of the path is refused', async () => {
      await using room = await openApiFixture(ground());
      const sent = { ...executionBody('a'), kind: 'Suspension' };
      const failure = (await room.admin.post(room.executions, sent)).failure(422);
      expect(failure.message).toContain('kind: Invalid value: "Suspension": must be Execution');
    });
  });

  describe('what is not there', () => {
    test.each(['GET', 'DELETE', 'PATCH'])('cannot be reached by %s', async (method) => {
      await using room = await openApiFixture(ground());
      const type = method === 'PATCH' ? { type: 'application/merge-patch+json', body: {} } : {};
      const answer = await room.admin.send(method, `${room.executions}/a`, type);
      const failure = answer.failure(404);
      expect(failure.reason).toBe('NotFound');
      expect(failure.message).toBe('executions.kontinue.cloud "a" not found');
    });
  });

  describe('a write', () => {
    test('that changes the spec raises version and generation', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const patch = { spec: { function: 'g' } };
      const after = (await room.admin.mergePatch(`${room.executions}/a`, patch)).object();
      expect(after.metadata.generation).toBe(2);
      expect(Number(after.metadata.resourceVersion)).toBeGreaterThan(
        Number(before.metadata.resourceVersion),
      );
      expect(after.metadata.uid).toBe(before.metadata.uid);
      expect(after.metadata.creationTimestamp).toBe(before.metadata.creationTimestamp);
    });

    test('that changes labels or the status raises the version alone', async () => {
      await using room = await openApiFixture(ground());
      const made = await room.make('a');
      const patch = { metadata: { labels: { team: 'pay' } } };
      const labeled = (await room.admin.mergePatch(`${room.executions}/a`, patch)).object();
      const moved = await room.setStatus('a', { phase: 'Executing' });
      expect([made, labeled, moved].map(({ metadata }) => metadata.generation)).toEqual([1, 1, 1]);
      const versions = [made, labeled, moved].map(({ metadata }) => metadata.resourceVersion);
      expect(new Set(versions).size).toBe(3);
    });

    test('that changes nothing keeps version and generation', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a', {
        metadata: { labels: { x: '1', y: '2' } },
        spec: { arguments: { b: 1, a: 2 } },
      });
      const before = await room.setStatus('a', { phase: 'Executing' });
      const path = `${room.executions}/a`;
      const reordered = { ...before, spec: { arguments: { a: 2, b: 1 }, function: 'f' } };
      const answers = [
        await room.admin.put(path, reordered),
        await room.admin.put(`${path}/status`, before),
        await room.admin.mergePatch(path, { spec: { function: 'f' } }),
        await room.admin.mergePatch(`${path}/status`, { status: { phase: 'Executing' } }),
        await room.admin.jsonPatch(path, [{ op: 'test', path: '/spec/function', value: 'f' }]),
      ];
      for (const answer of answers) {
        const { resourceVersion, generation } = answer.object().metadata;
        expect({ resourceVersion, generation }).toEqual({
          resourceVersion: before.metadata.resourceVersion,
          generation: 1,
        });
      }
    });

    test('cannot change what the server gave', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const metadata = { generation: 7, creationTimestamp: '2020-01-01T00:00:00Z' };
      const after = (await room.admin.mergePatch(`${room.executions}/a`, { metadata })).object();
      expect(after.metadata.generation).toBe(1);
      expect(after.metadata.creationTimestamp).toBe(before.metadata.creationTimestamp);
    });
  });

  describe('the status', () => {
    test('does not change by a write to the object', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const before = await room.setStatus('a', { phase: 'Executing' });
      const path = `${room.executions}/a`;
      const status = { phase: 'Completed' };
      const put = (await room.admin.put(path, { ...before, status })).object();
      const merged = (await room.admin.mergePatch(path, { status })).object();
      const replace = [{ op: 'replace', path: '/status/phase', value: 'Completed' }];
      const patched = (await room.admin.jsonPatch(path, replace)).object();
      for (const after of [put, merged, patched]) {
        expect(after.status).toEqual({ phase: 'Executing' });
        expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
      }
    });

    test('changes alone by a write to it', async () => {
      await using room = await openApiFixture(ground());
      const made = await room.make('a');
      const metadata = { labels: { x: '1' }, annotations: { y: '2' } };
      const sent = { metadata, spec: { function: 'g' }, status: { phase: 'Executing' } };
      const path = `${room.executions}/a/status`;
      const after = (await room.admin.mergePatch(path, sent)).object();
      expect(after.status).toEqual({ phase: 'Executing' });
      expect(after.spec).toEqual({ function: 'f' });
      expect(after.metadata.labels).toBeUndefined();
      expect(after.metadata.annotations).toBeUndefined();
      expect(after.metadata.generation).toBe(1);
      const put = (
        await room.admin.put(path, { ...after, spec: { function: 'h' }, status: {} })
      ).object();
      expect(put.spec).toEqual({ function: 'f' });
      expect(put.status).toEqual({});
      expect(put.metadata.uid).toBe(made.metadata.uid);
    });

    test('goes by a replacement without one', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const { status: _, ...rest } = await room.setStatus('a', { phase: 'Executing' });
      const after = (await room.admin.put(`${room.executions}/a/status`, rest)).object();
      expect(after.status).toBeUndefined();
    });

    test('is read at its own path as the whole object', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const whole = await room.setStatus('a', { phase: 'Executing' });
      expect((await room.admin.get(`${room.executions}/a/status`)).object()).toEqual(whole);
    });
  });

  describe('a write based on an old version', () => {
    const status = { phase: 'Canceled' };
    const ways = {
      PUT: ({ admin }: ApiFixture, path: string, old: WireObject) =>
        admin.put(path, { ...old, status }),
      'merge patch': (
        { admin }: ApiFixture,
        path: string,
        { metadata: { resourceVersion } }: WireObject,
      ) => admin.mergePatch(path, { metadata: { resourceVersion }, status }),
      'JSON patch': (
        { admin }: ApiFixture,
        path: string,
        { metadata: { resourceVersion } }: WireObject,
      ) =>
        admin.jsonPatch(path, [
          { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
          { op: 'replace', path: '/status', value: status },
        ]),
    };
    test.each(Object.entries(ways))('is refused as a conflict: %s', async (_, write) => {
      await using room = await openApiFixture(ground());
      const old = await room.make('a');
      await room.setStatus('a', { phase: 'Executing' });
      const failure = (await write(room, `${room.executions}/a/status`, old)).failure(409);
      expect(failure.reason).toBe('Conflict');
      expect(failure.message).toBe(
        `Operation cannot be fulfilled on executions.kontinue.cloud "a": ${MODIFIED}`,
      );
      expect(failure.details).toMatchObject({ name: 'a', kind: 'executions' });
      expect((await room.find('a'))?.status).toEqual({ phase: 'Executing' });
    });

    test('is refused as wrong by a JSON patch that tests the version', async () => {
      await using room = await openApiFixture(ground());
      const { resourceVersion } = (await room.make('a')).metadata;
      await room.setStatus('a', { phase: 'Executing' });
      const answer = await room.admin.jsonPatch(`${room.executions}/a/status`, [
        { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion },
        { op: 'replace', path: '/status', value: status },
      ]);
      expect(answer.failure(422).reason).toBe('Invalid');
      expect((await room.find('a'))?.status).toEqual({ phase: 'Executing' });
    });

    test('is made when it says the version that is stored', async () => {
      await using room = await openApiFixture(ground());
      const { resourceVersion } = (await room.make('a')).metadata;
      const sent = { metadata: { resourceVersion }, status: { phase: 'Executing' } };
      const path = `${room.executions}/a/status`;
      expect((await room.admin.mergePatch(path, sent)).object().status).toEqual(sent.status);
    });

    test('as a whole object must say a version', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const failure = (await room.admin.put(`${room.executions}/a`, executionBody('a'))).failure(
        422,
      );
      expect(failure.message).toContain(
        'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
      );
    });
  });
}
