import { describe, expect, test } from 'vitest';
import { until } from '../real-cluster/until.ts';
import {
  API_VERSION,
  type ApiFixture,
  type ContractCluster,
  openApiFixture,
} from './support/api-fixture.ts';
import type { Fields, WireObject } from './support/wire.ts';

const FINALIZER = 'kontinue.cloud/test';

/** Metadata by which an execution belongs to these. */
function ownedBy(...owners: readonly WireObject[]): Fields {
  return {
    ownerReferences: owners.map(({ metadata: { name, uid } }, index) => ({
      apiVersion: API_VERSION,
      kind: 'Execution',
      name,
      uid,
      controller: index === 0,
      blockOwnerDeletion: true,
    })),
  };
}

function ownersOf(object: WireObject | undefined): readonly string[] | undefined {
  return object && (object.metadata.ownerReferences ?? []).map(({ name }) => name);
}

/** Waits until an execution is gone. */
async function goes(room: ApiFixture, name: string): Promise<void> {
  await until(`${name} goes`, async () => ((await room.find(name)) ? undefined : true));
}

/** Waits until an execution has these owners and no others. */
async function isOwnedBy(room: ApiFixture, name: string, owners: readonly string[]): Promise<void> {
  await until(`${name} is owned by ${owners.join() || 'nobody'}`, async () =>
    ownersOf(await room.find(name))?.join() === owners.join() ? true : undefined,
  );
}

/** The garbage collector: what becomes of those whose owner goes. */
export function collectingContract(ground: () => ContractCluster): void {
  describe('the garbage collector', () => {
    test('takes children and grandchildren of what is deleted, and nobody else', async () => {
      await using room = await openApiFixture(ground());
      const root = await room.make('root');
      const child = await room.make('child', { metadata: ownedBy(root) });
      await room.make('grandchild', { metadata: ownedBy(child) });
      const other = await room.make('other');
      await room.make('others-child', { metadata: ownedBy(other) });
      const answer = await room.admin.delete(`${room.executions}/root`, {
        propagationPolicy: 'Background',
      });
      expect(answer.json()).toMatchObject({ status: 'Success' });
      expect(await room.find('root')).toBeUndefined();
      await goes(room, 'child');
      await goes(room, 'grandchild');
      expect(await room.find('other')).toBeDefined();
      expect(await room.find('others-child')).toBeDefined();
    });

    test('takes children of another kind when nothing is said', async () => {
      await using room = await openApiFixture(ground());
      const root = await room.make('root');
      const path = room.of('suspensions');
      const metadata = { name: 'wait', ...ownedBy(root) };
      (
        await room.admin.post(path, { apiVersion: API_VERSION, kind: 'Suspension', metadata })
      ).object();
      await room.admin.delete(`${room.executions}/root`);
      await until('the suspension goes', async () =>
        (await room.admin.get(`${path}/wait`)).status === 404 ? true : undefined,
      );
    });

    test('leaves children that are to be orphans, without their owner', async () => {
      await using room = await openApiFixture(ground());
      const root = await room.make('root');
      const child = await room.make('child', { metadata: ownedBy(root) });
      const answer = await room.admin.delete(`${room.executions}/root`, {
        propagationPolicy: 'Orphan',
      });
      expect(answer.object().metadata.finalizers).toEqual(['orphan']);
      expect(answer.object().metadata.deletionTimestamp).toBeDefined();
      await goes(room, 'root');
      await isOwnedBy(room, 'child', []);
      expect((await room.find('child'))?.metadata.uid).toBe(child.metadata.uid);
    });

    test('keeps an owner in the foreground until its children are gone', async () => {
      await using room = await openApiFixture(ground());
      const root = await room.make('root');
      const metadata = { ...ownedBy(root), finalizers: [FINALIZER] };
      await room.make('child', { metadata });
      const answer = await room.admin.delete(`${room.executions}/root`, {
        propagationPolicy: 'Foreground',
      });
      expect(answer.object().metadata).toMatchObject({
        finalizers: ['foregroundDeletion'],
        deletionGracePeriodSeconds: 0,
        generation: 2,
      });
      await until('the child is marked', async () =>
        (await room.find('child'))?.metadata.deletionTimestamp ? true : undefined,
      );
      expect((await room.find('root'))?.metadata.finalizers).toEqual(['foregroundDeletion']);
      await room.admin.mergePatch(`${room.executions}/child`, { metadata: { finalizers: null } });
      await goes(room, 'root');
      expect(await room.find('child')).toBeUndefined();
    });

    test('keeps a child while one of its owners lives, and forgets the other', async () => {
      await using room = await openApiFixture(ground());
      const [one, other] = [await room.make('one'), await room.make('other')];
      await room.make('child', { metadata: ownedBy(one, other) });
      await room.admin.delete(`${room.executions}/one`);
      await isOwnedBy(room, 'child', ['other']);
      await room.admin.delete(`${room.executions}/other`);
      await goes(room, 'child');
    });

    test('takes what is made for an owner that is gone, though its name lives again', async () => {
      await using room = await openApiFixture(ground());
      const first = await room.make('root');
      await room.admin.delete(`${room.executions}/root`);
      const second = await room.make('root');
      await room.make('late', { metadata: ownedBy(first) });
      await room.make('child', { metadata: ownedBy(second) });
      await goes(room, 'late');
      expect(await room.find('child')).toBeDefined();
    });

    test('marks a child that has a finalizer, and waits', async () => {
      await using room = await openApiFixture(ground());
      const root = await room.make('root');
      const metadata = { ...ownedBy(root), finalizers: [FINALIZER] };
      await room.make('child', { metadata });
      await room.admin.delete(`${room.executions}/root`);
      await until('the child is marked', async () =>
        (await room.find('child'))?.metadata.deletionTimestamp ? true : undefined,
      );
      await room.admin.mergePatch(`${room.executions}/child`, { metadata: { finalizers: null } });
      await goes(room, 'child');
    });
  });

  describe('a namespace that is deleted', () => {
    test('takes what is in it, and no more comes in', async () => {
      await using room = await openApiFixture(ground());
      await room.make('held', { metadata: { finalizers: [FINALIZER] } });
      await room.make('a');
      const path = `/api/v1/namespaces/${room.namespace}`;
      const marked = (await room.admin.delete(path)).object();
      expect(marked.status).toMatchObject({ phase: 'Terminating' });
      const sent = { apiVersion: API_VERSION, kind: 'Suspension', metadata: { name: 'late' } };
      const failure = (await room.admin.post(room.of('suspensions'), sent)).failure(403);
      expect(failure.message).toContain('because it is being terminated');
      expect(failure.details?.causes?.[0]?.reason).toBe('NamespaceTerminating');
      await goes(room, 'a');
      expect((await room.admin.get(path)).object().status?.phase).toBe('Terminating');
      await room.admin.mergePatch(`${room.executions}/held`, { metadata: { finalizers: null } });
      await until('the namespace goes', async () =>
        (await room.admin.get(path)).status === 404 ? true : undefined,
      );
    });
  });
}
