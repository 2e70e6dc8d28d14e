import type { Execution } from '../../api/execution.ts';
import type { Job } from '../../api/job.ts';
import { truncateName } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { owningExecution, rootLabel } from '../../api/ownership.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { TreeObjects } from '../../api/tree.ts';
import type { Index, Store } from '../../kube/watch/store.ts';

/** The stores with the objects of a tree: those of its namespace, and maybe of other namespaces. */
export interface TreeStores {
  readonly executions: Store<Execution>;
  readonly suspensions: Store<Suspension>;
  /** Several if different watches have them. */
  readonly jobs: readonly Store<Job>[];
}

/** Everything that may belong to a tree. */
export interface TreeMembers {
  readonly objects: TreeObjects;
  /** Whether a change of this object may change the tree. */
  concerns(object: KubeObject): boolean;
}

/** The value of the root label that all descendants of a root have. */
export function treeLabel(start: Execution): string {
  return rootLabel(start) || truncateName(start.metadata.name);
}

/**
 * Finds everything that may belong under an execution: the objects with the label of its root, and
 * the objects that one of these owns. This finds objects without labels and objects without owner
 * references (contract: Tolerance).
 */
export function treeMembers(start: Execution, stores: TreeStores): TreeMembers {
  const label = labelValue(start, treeLabel(start));
  const executions = new Map<string, Execution>([[uidOf(start), start]]);
  const labelled = byRoot(stores.executions).get(label);
  for (const execution of labelled) executions.set(uidOf(execution), execution);
  const owned = byOwner(stores.executions);
  // The loop also visits entries that are added to the map while it runs.
  for (const uid of executions.keys()) {
    for (const child of owned.get(uid)) {
      if (!executions.has(uidOf(child))) executions.set(uidOf(child), child);
    }
  }
  const gather = <T extends KubeObject>(...stores: readonly Store<T>[]): Iterable<T> => {
    const found = new Map<string, T>();
    const add = (item: T) => found.set(uidOf(item), item);
    for (const store of stores) {
      byRoot(store).get(label).forEach(add);
      const ofOwner = byOwner(store);
      for (const uid of executions.keys()) ofOwner.get(uid).forEach(add);
    }
    return found.values();
  };
  return {
    objects: {
      executions: [...executions.values()],
      suspensions: gather(stores.suspensions),
      jobs: gather(...stores.jobs),
    },
    concerns(object) {
      const owner = owningExecution(object)?.uid;
      return (
        executions.has(uidOf(object)) ||
        (owner !== undefined && executions.has(owner)) ||
        labelValueOf(object) === label
      );
    },
  };
}

function byRoot<T extends KubeObject>(store: Store<T>): Index<T> {
  return store.index('root', labelValueOf);
}

function byOwner<T extends KubeObject>(store: Store<T>): Index<T> {
  return store.index('owner', (object) => owningExecution(object)?.uid);
}

/** The root label with its namespace: another namespace may have the same name. */
function labelValueOf(object: KubeObject): string | undefined {
  const label = rootLabel(object);
  return label === undefined ? undefined : labelValue(object, label);
}

function labelValue({ metadata }: KubeObject, label: string): string {
  return `${metadata.namespace ?? ''}/${label}`;
}

function uidOf({ metadata }: KubeObject): string {
  return metadata.uid ?? '';
}
