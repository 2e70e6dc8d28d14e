import type { Execution } from '../../api/execution.ts';
import type { Job } from '../../api/job.ts';
import { truncateName } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import type { Child } from '../../api/node-fields.ts';
import { owningExecution, rootLabel } from '../../api/ownership.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { Index, Store } from '../../kube/watch/store.ts';

/** The stores with the objects of a tree: those of its namespace, and maybe of other namespaces. */
export interface TreeStores {
  readonly executions: Store<Execution>;
  readonly suspensions: Store<Suspension>;
  /** Several if different watches have them. */
  readonly jobs: readonly Store<Job>[];
}

/** Everything that may belong to a tree. */
export interface TreeMembers extends TreeMembership {
  readonly objects: {
    readonly executions: readonly Execution[];
    readonly suspensions: readonly Suspension[];
    readonly jobs: readonly Job[];
  };
}

/** Which objects belong to a tree, without holding any of them. */
export interface TreeMembership {
  /** Whether a change of this object may change the tree. */
  concerns(object: KubeObject): boolean;
  /** An execution came into the tree: what it owns, and will own, concerns the tree. */
  admit(execution: Execution): void;
  /** Finds all that the stores know to be owned by an execution. */
  ownedBy(execution: Execution): readonly Child[];
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
  const gather = <T extends KubeObject>(...stores: readonly Store<T>[]): readonly T[] => {
    const found = new Map<string, T>();
    const add = (item: T) => found.set(uidOf(item), item);
    for (const store of stores) {
      byRoot(store).get(label).forEach(add);
      const ofOwner = byOwner(store);
      for (const uid of executions.keys()) ofOwner.get(uid).forEach(add);
    }
    return [...found.values()];
  };
  return {
    objects: {
      executions: [...executions.values()],
      suspensions: gather(stores.suspensions),
      jobs: gather(...stores.jobs),
    },
    ...membershipOf(new Set(executions.keys()), label, stores),
  };
}

function membershipOf(uids: Set<string>, label: string, stores: TreeStores): TreeMembership {
  return {
    concerns(object) {
      const owner = owningExecution(object)?.uid;
      return (
        uids.has(uidOf(object)) ||
        (owner !== undefined && uids.has(owner)) ||
        labelValueOf(object) === label
      );
    },
    admit(execution) {
      uids.add(uidOf(execution));
    },
    ownedBy(execution) {
      const uid = uidOf(execution);
      const { executions, suspensions, jobs } = stores;
      const owned = <T extends KubeObject>(store: Store<T>) => byOwner(store).get(uid);
      return [
        ...owned(executions).map((object) => ({ kind: 'Execution', object }) as const),
        ...owned(suspensions).map((object) => ({ kind: 'Suspension', object }) as const),
        ...jobs.flatMap(owned).map((object) => ({ kind: 'Job', object }) as const),
      ];
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
