import { describe, expect, test } from 'vitest';
import { type ContractCluster, openApiFixture } from './support/api-fixture.ts';

const FINALIZER = 'kontinue.cloud/test';

/** Deleting: what it answers, its preconditions, and finalizers. */
export function deletingContract(ground: () => ContractCluster): void {
  describe('deleting', () => {
    test('answers with a Success that names what it was', async () => {
      await using room = await openApiFixture(ground());
      const { metadata } = await room.make('a');
      const answer = await room.admin.delete(`${room.executions}/a`);
      expect(answer.status).toBe(200);
      expect(answer.json()).toMatchObject({
        kind: 'Status',
        status: 'Success',
        details: { name: 'a', group: 'kontinue.cloud', kind: 'executions', uid: metadata.uid },
      });
      expect(await room.find('a')).toBeUndefined();
    });

    test('is made under a precondition that holds', async () => {
      await using room = await openApiFixture(ground());
      const { uid, resourceVersion } = (await room.make('a')).metadata;
      const preconditions = { uid, resourceVersion };
      expect((await room.admin.delete(`${room.executions}/a`, { preconditions })).status).toBe(200);
      expect(await room.find('a')).toBeUndefined();
    });

    test('is refused when the object is another than was meant', async () => {
      await using room = await openApiFixture(ground());
      const { uid } = (await room.make('a')).metadata;
      const other = '00000000-0000-0000-0000-000000000000';
      const answer = await room.admin.delete(`${room.executions}/a`, {
        preconditions: { uid: other },
      });
      const failure = answer.failure(409);
      expect(failure.reason).toBe('Conflict');
      expect(failure.message).toContain(
        `the UID in the precondition (${other}) does not match the UID in record (${uid})`,
      );
      expect((await room.find('a'))?.metadata.uid).toBe(uid);
    });

    test('is refused when the object has changed since', async () => {
      await using room = await openApiFixture(ground());
      const { resourceVersion } = (await room.make('a')).metadata;
      const now = (await room.setStatus('a', { phase: 'Executing' })).metadata.resourceVersion;
      const preconditions = { resourceVersion };
      const answer = await room.admin.delete(`${room.executions}/a`, { preconditions });
      expect(answer.failure(409).message).toContain(
        `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${now})`,
      );
      expect(await room.find('a')).toBeDefined();
    });

    test('takes the propagation from the query as well, and only one it knows', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const path = `${room.executions}/a?propagationPolicy=`;
      expect((await room.admin.delete(`${path}Sideways`)).failure(422).message).toContain(
        'Sideways',
      );
      expect((await room.admin.delete(`${path}Background`)).status).toBe(200);
    });

    test('is not told twice what becomes of the dependents', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const twice = { orphanDependents: true, propagationPolicy: 'Orphan' };
      const failure = (await room.admin.delete(`${room.executions}/a`, twice)).failure(422);
      expect(failure.message).toContain(
        'orphanDependents and deletionPropagation cannot be both set',
      );
      expect(await room.find('a')).toBeDefined();
    });

    test('a collection takes those of the selection alone', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a', { metadata: { labels: { team: 'pay' } } });
      await room.make('b');
      expect((await room.admin.delete(`${room.executions}?labelSelector=team=pay`)).status).toBe(
        200,
      );
      expect(await room.find('a')).toBeUndefined();
      expect(await room.find('b')).toBeDefined();
    });
  });

  describe('an object with a finalizer', () => {
    test('stays, marked, until the last finalizer goes', async () => {
      await using room = await openApiFixture(ground());
      const made = await room.make('a', { metadata: { finalizers: [FINALIZER] } });
      const stream = await room.watch(`resourceVersion=${made.metadata.resourceVersion}`);
      const path = `${room.executions}/a`;
      const marked = (await room.admin.delete(path)).object();
      expect(marked.metadata.deletionTimestamp).toMatch(/Z$/);
      expect(marked.metadata).toMatchObject({
        deletionGracePeriodSeconds: 0,
        generation: 2,
        finalizers: [FINALIZER],
      });
      const again = (await room.admin.delete(path)).object();
      expect(again.metadata.resourceVersion).toBe(marked.metadata.resourceVersion);
      // It can still be worked on.
      expect((await room.setStatus('a', { phase: 'Canceled' })).status?.phase).toBe('Canceled');
      const last = await room.admin.mergePatch(path, { metadata: { finalizers: null } });
      expect(last.status).toBe(200);
      expect(await room.find('a')).toBeUndefined();
      const types = (await stream.events(3)).map(({ type }) => type);
      expect(types).toEqual(['MODIFIED', 'MODIFIED', 'DELETED']);
    });

    test('gets no new finalizer once it is marked', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a', { metadata: { finalizers: [FINALIZER] } });
      const path = `${room.executions}/a`;
      await room.admin.delete(path);
      const finalizers = [FINALIZER, 'kontinue.cloud/late'];
      const failure = (await room.admin.mergePatch(path, { metadata: { finalizers } })).failure(
        422,
      );
      expect(failure.message).toContain(
        'no new finalizers can be added if the object is being deleted',
      );
      await room.admin.mergePatch(path, { metadata: { finalizers: null } });
    });
  });
}
