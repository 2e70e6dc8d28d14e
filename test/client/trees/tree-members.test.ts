import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import type { Job } from '../../../src/api/job.ts';
import type { KubeObject } from '../../../src/api/metadata.ts';
import type { Suspension } from '../../../src/api/suspension.ts';
import { treeMembers } from '../../../src/client/trees/tree-members.ts';
import { Store } from '../../../src/kube/watch/store.ts';
import { execution, job, suspension } from '../../support/objects.ts';

const ROOT = execution({ name: 'root' });
const CHILD = execution({ name: 'child', parent: ROOT });
const GRANDCHILD = execution({ name: 'grandchild', parent: CHILD });

function storeOf<T extends KubeObject>(objects: readonly T[]): Store<T> {
  const store = new Store<T>({
    key: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    uid: ({ metadata }) => metadata.uid ?? '',
    version: ({ metadata }) => metadata.resourceVersion ?? '',
  });
  for (const object of objects) store.apply(object);
  return store;
}

function members(
  start: Execution,
  parts: { executions?: Execution[]; suspensions?: Suspension[]; jobs?: Job[] },
) {
  return treeMembers(start, {
    executions: storeOf(parts.executions ?? []),
    suspensions: storeOf(parts.suspensions ?? []),
    jobs: [storeOf(parts.jobs ?? [])],
  });
}

function namesOf(objects: Iterable<KubeObject>): string[] {
  return [...objects].map((object) => object.metadata.name).sort();
}

/** The same object as a kontinue with other labels, or none, would make it. */
function unlabelled<T extends KubeObject>(object: T): T {
  return { ...object, metadata: { ...object.metadata, labels: {} } };
}

function unowned<T extends KubeObject>(object: T): T {
  return { ...object, metadata: { ...object.metadata, ownerReferences: [] } };
}

describe('the members of a tree', () => {
  test('are found by labels where there are no owners', () => {
    const found = members(ROOT, {
      executions: [ROOT, unowned(CHILD), unowned(GRANDCHILD), execution({ name: 'other' })],
      jobs: [unowned(job({ name: 'load', parent: CHILD }))],
    });
    expect(namesOf(found.objects.executions)).toEqual(['child', 'grandchild', 'root']);
    expect(namesOf(found.objects.jobs)).toEqual(['load']);
  });

  test('are found by owners, over all generations, where there are no labels', () => {
    const found = members(ROOT, {
      executions: [ROOT, unlabelled(GRANDCHILD), unlabelled(CHILD)],
      suspensions: [unlabelled(suspension({ name: 'approve', parent: GRANDCHILD }))],
    });
    expect(namesOf(found.objects.executions)).toEqual(['child', 'grandchild', 'root']);
    expect(namesOf(found.objects.suspensions)).toEqual(['approve']);
  });

  test('are of the same namespace', () => {
    const elsewhere = execution({ name: 'root', namespace: 'other' });
    const stranger = execution({ name: 'stranger', parent: elsewhere });
    const found = members(ROOT, { executions: [ROOT, elsewhere, stranger, CHILD] });
    expect(namesOf(found.objects.executions)).toEqual(['child', 'root']);
    expect(found.concerns(stranger)).toBe(false);
  });

  test('do not run in circles', () => {
    const owner = (of: Execution) => ({
      apiVersion: 'kontinue.cloud/v1alpha1',
      kind: 'Execution',
      name: of.metadata.name,
      uid: of.metadata.uid ?? '',
    });
    const a = execution({ name: 'a' });
    const b = execution({ name: 'b' });
    const aOfB = { ...a, metadata: { ...a.metadata, ownerReferences: [owner(b)] } };
    const bOfA = { ...b, metadata: { ...b.metadata, ownerReferences: [owner(a)] } };
    const found = members(aOfB, { executions: [aOfB, bOfA] });
    expect(namesOf(found.objects.executions)).toEqual(['a', 'b']);
  });

  test('are concerned by what is owned, labelled or known, and by nothing else', () => {
    const { concerns } = members(ROOT, { executions: [ROOT, CHILD] });
    expect(concerns(ROOT)).toBe(true);
    expect(concerns(unlabelled(job({ parent: CHILD })))).toBe(true);
    expect(concerns(unowned(job({ parent: GRANDCHILD })))).toBe(true);
    expect(concerns(execution({ name: 'other' }))).toBe(false);
    expect(concerns(job())).toBe(false);
  });
});
