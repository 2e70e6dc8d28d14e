import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { customResourceDefinitions } from '../../src/api/crds/crds.ts';
import type { OwnerReference } from '../../src/api/metadata.ts';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../../src/api/resources.ts';
import { GarbageCollector } from '../../src/cluster/garbage-collector.ts';
import { KindRegistry } from '../../src/cluster/kinds/registry.ts';
import { DEFINITIONS, NAMESPACES } from '../../src/cluster/kinds/resources.ts';
import type { Stored } from '../../src/cluster/object.ts';
import { Storage } from '../../src/cluster/storage.ts';
import { until } from '../support/until.ts';

let storage: Storage;
let collector: GarbageCollector;

beforeEach(() => {
  storage = new Storage();
  collector = new GarbageCollector(storage, new KindRegistry(storage));
  for (const definition of customResourceDefinitions()) storage.create(DEFINITIONS, definition);
});

afterEach(() => collector.stop());

function owning(owner: Stored, more: Partial<OwnerReference> = {}): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, ...more };
}

function make(
  name: string,
  owners: readonly OwnerReference[] = [],
  resource: Resource = EXECUTIONS,
): Stored {
  const ownerReferences = owners.length === 0 ? {} : { ownerReferences: owners };
  return storage.create(resource, { metadata: { name, namespace: 'ns', ...ownerReferences } });
}

function has(name: string, resource: Resource = EXECUTIONS): boolean {
  return storage.get(resource, 'ns', name) !== undefined;
}

/** Waits until the collector has done everything that is known to it now. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('a deletion in the background', () => {
  it('takes the dependents along, of whatever kind and depth', async () => {
    const root = make('root');
    const child = make('child', [owning(root)]);
    make('job', [owning(child)], JOBS);
    make('wait', [owning(child)], SUSPENSIONS);
    make('stranger');
    storage.delete(EXECUTIONS, 'ns', 'root');
    expect(has('root')).toBe(false);
    await until(() => !has('child') && !has('job', JOBS) && !has('wait', SUSPENSIONS));
    expect(has('stranger')).toBe(true);
  });

  it('keeps a dependent that another living owner has, without the dead reference', async () => {
    const one = make('one');
    const two = make('two');
    make('child', [owning(one), owning(two)]);
    storage.delete(EXECUTIONS, 'ns', 'one');
    await until(() => {
      const owners = storage.get(EXECUTIONS, 'ns', 'child')?.metadata.ownerReferences;
      return owners?.length === 1 && owners[0]?.name === 'two';
    });
  });

  it('takes along what names an owner of the same name but another uid', async () => {
    const root = make('root');
    make('child', [owning(root, { uid: 'of-before' })]);
    await until(() => !has('child'));
    expect(has('root')).toBe(true);
  });

  it('keeps what names an owner of a kind that is not served', async () => {
    make('child', [{ apiVersion: 'other/v1', kind: 'Thing', name: 'x', uid: 'y' }]);
    await settled();
    expect(has('child')).toBe(true);
  });
});

describe('a deletion in the foreground', () => {
  it('ends after the dependents that block it, which go in the foreground themselves', async () => {
    const gone: string[] = [];
    storage.onChange(({ type, object }) => type === 'DELETED' && gone.push(object.metadata.name));
    const root = make('root');
    const child = make('child', [owning(root, { blockOwnerDeletion: true })]);
    make('grandchild', [owning(child, { blockOwnerDeletion: true })]);
    storage.delete(EXECUTIONS, 'ns', 'root', 'Foreground');
    expect(storage.get(EXECUTIONS, 'ns', 'root')?.metadata.finalizers).toEqual([
      'foregroundDeletion',
    ]);
    await until(() => !has('root'));
    expect(gone).toEqual(['grandchild', 'child', 'root']);
  });

  it('does not wait for a dependent that does not block it', async () => {
    const root = make('root');
    const child = make('child', [owning(root, { blockOwnerDeletion: false })]);
    storage.update(EXECUTIONS, 'ns', 'child', (o) => ({
      ...o,
      metadata: { ...o.metadata, finalizers: ['held'] },
    }));
    storage.delete(EXECUTIONS, 'ns', 'root', 'Foreground');
    await until(() => !has('root'));
    await until(() => {
      const held = storage.get(EXECUTIONS, 'ns', child.metadata.name);
      return held?.metadata.deletionTimestamp !== undefined;
    });
  });
});

describe('a deletion that orphans', () => {
  it('leaves the dependents, without their reference', async () => {
    const root = make('root');
    make('child', [owning(root)]);
    storage.delete(EXECUTIONS, 'ns', 'root', 'Orphan');
    await until(() => !has('root'));
    await settled();
    expect(storage.get(EXECUTIONS, 'ns', 'child')?.metadata.ownerReferences).toBeUndefined();
  });
});

describe('a namespace', () => {
  it('goes with everything in it, and only when it is empty', async () => {
    storage.create(NAMESPACES, { metadata: { name: 'ns' } });
    make('free');
    storage.create(EXECUTIONS, {
      metadata: { name: 'held', namespace: 'ns', finalizers: ['held'] },
    });
    storage.delete(NAMESPACES, undefined, 'ns');
    expect(storage.get(NAMESPACES, undefined, 'ns')).toMatchObject({
      status: { phase: 'Terminating' },
    });
    await until(() => !has('free'));
    await settled();
    expect(storage.get(NAMESPACES, undefined, 'ns')).toBeDefined();
    storage.update(EXECUTIONS, 'ns', 'held', (o) => ({
      ...o,
      metadata: { ...o.metadata, finalizers: [] },
    }));
    await until(() => storage.get(NAMESPACES, undefined, 'ns') === undefined);
  });
});

describe('a definition', () => {
  it('takes along every object of its kind', async () => {
    make('e');
    make('s', [], SUSPENSIONS);
    storage.delete(DEFINITIONS, undefined, 'executions.kontinue.cloud');
    await until(() => !has('e'));
    expect(has('s', SUSPENSIONS)).toBe(true);
  });
});

it('does nothing once stopped', async () => {
  const root = make('root');
  make('child', [owning(root)]);
  storage.delete(EXECUTIONS, 'ns', 'root');
  collector.stop();
  await settled();
  expect(has('child')).toBe(true);
});
