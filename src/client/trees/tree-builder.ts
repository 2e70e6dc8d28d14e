import type { Execution } from '../../api/execution.ts';
import { PARENT_LABEL, ROOT_LABEL } from '../../api/labels.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { type Child, keyOf } from '../../api/node-fields.ts';
import { owningExecution } from '../../api/ownership.ts';
import type { Refusal } from '../../api/refusal.ts';
import { buildTree, type ExecutionTree } from '../../api/tree.ts';
import type { ExecutionTreeNode } from '../../api/tree-node.ts';
import { indexTree, patchTree, type TreeIndex } from '../../api/tree-patch.ts';
import { type TreeMembership, type TreeStores, treeMembers } from './tree-members.ts';

/** From this many changes on, a tree is built from all objects: a first list has this many. */
const MAX_CHANGES = 256;

/** What changed in one store: an object came, was replaced by a newer version, or went. */
export interface TreeChange {
  readonly child: Child;
  /** The version before; undefined of what came. */
  readonly previous: KubeObject | undefined;
  readonly isDeleted: boolean;
}

/** The last tree, and what is needed to build the next one from it. */
interface Built {
  readonly tree: ExecutionTree;
  readonly members: TreeMembership;
  readonly index: TreeIndex;
  /** Every member has a node, and none is flawed: what comes hangs under its owner. */
  readonly isWhole: boolean;
}

/**
 * Builds the trees of one execution, each from the one before where that can be done: an object that changed
 * in its place, or came under an owner in the tree, costs only its node and those above it. Everything
 * else, such as a deletion or a label that changed, costs a build from all objects.
 */
export class TreeBuilder {
  #built: Built | undefined;
  #changes: TreeChange[] = [];

  /**
   * Notes a change for the next build: every change must come here, in order. Returns whether it may
   * change the tree.
   */
  note(change: TreeChange): boolean {
    if (this.#built === undefined) return true;
    const { child, previous } = change;
    const isConcerned =
      concerns(this.#built, child.object) ||
      (previous !== undefined && concerns(this.#built, previous));
    if (isConcerned) this.#changes.push(change);
    if (this.#changes.length > MAX_CHANGES) this.forget();
    return isConcerned;
  }

  /** The next build is from all objects, as it must be when other stores take part. */
  forget(): void {
    this.#built = undefined;
    this.#changes = [];
  }

  /**
   * Builds the tree of `start` from what the stores hold now. Subtrees equal to those of `previous` stay
   * the same objects.
   */
  build(
    start: Execution,
    stores: TreeStores,
    hidden: readonly Refusal[],
    previous: ExecutionTree | undefined,
  ): ExecutionTree {
    const built = this.#built;
    const changes = this.#changes;
    this.#changes = [];
    const isNext = built !== undefined && previous?.root() === built.tree.root();
    const patched = isNext && !previous?.isArchived() ? patch(built, changes, hidden) : undefined;
    this.#built =
      patched?.tree.root().object === start ? patched : buildAll(start, stores, hidden, previous);
    return this.#built.tree;
  }
}

/** Whether a change of this object may change the tree; its start may come again under its name. */
function concerns({ tree, members }: Built, object: KubeObject): boolean {
  const { namespace, name } = tree.root().object.metadata;
  const isStart = object.metadata.name === name && object.metadata.namespace === namespace;
  return isStart || members.concerns(object);
}

function buildAll(
  start: Execution,
  stores: TreeStores,
  hidden: readonly Refusal[],
  previous: ExecutionTree | undefined,
): Built {
  const { objects, ...members } = treeMembers(start, stores);
  const tree = buildTree(start, objects, { hidden, ...(previous && { previous }) });
  const index = indexTree(tree);
  const { executions, suspensions, jobs } = objects;
  const isWhole =
    index.size === executions.length + suspensions.length + jobs.length && !isFlawed(tree.root());
  return { tree, members, index, isWhole };
}

function isFlawed(node: ExecutionTreeNode): boolean {
  return node.flaw !== undefined || node.children.some(isFlawed);
}

/** Builds the next tree from the changes alone; undefined where they do not tell enough. */
function patch(
  built: Built,
  changes: readonly TreeChange[],
  hidden: readonly Refusal[],
): Built | undefined {
  const { index, members, isWhole, tree } = built;
  const updated = new Map<string, Child>();
  const fresh = new Map<string, { readonly child: Child; readonly parent: string }>();
  for (const { child, previous, isDeleted } of changes) {
    const key = keyOf(child);
    if (isDeleted) return undefined;
    if (previous !== undefined) {
      if (!hangsAsBefore(previous, child.object)) return undefined;
      const known = fresh.get(key);
      if (known) fresh.set(key, { ...known, child });
      else if (index.has(key)) updated.set(key, child);
      // Of a tree inside another one: what was outside of it stays there.
      else if (isWhole) return undefined;
      continue;
    }
    const owner = owningExecution(child.object);
    const parent = owner && `Execution/${owner.uid}`;
    const isKnown = index.has(key) || fresh.has(key);
    if (!isWhole || isKnown || parent === undefined) return undefined;
    if (!index.has(parent) && !fresh.has(parent)) return undefined;
    fresh.set(key, { child, parent });
  }

  const added = new Map<string, Child[]>();
  for (const { child, parent } of fresh.values()) {
    if (child.kind === 'Execution') {
      const isAll = members.ownedBy(child.object).every((owned) => fresh.has(keyOf(owned)));
      if (!isAll) return undefined;
      members.admit(child.object);
    }
    added.set(parent, [...(added.get(parent) ?? []), child]);
  }
  return { ...built, tree: patchTree(tree, index, { updated, added, hidden }) };
}

/** Whether nothing changed that decides where an object hangs in a tree. */
function hangsAsBefore(before: KubeObject, now: KubeObject): boolean {
  return (
    owningExecution(before)?.uid === owningExecution(now)?.uid &&
    before.metadata.labels?.[PARENT_LABEL] === now.metadata.labels?.[PARENT_LABEL] &&
    before.metadata.labels?.[ROOT_LABEL] === now.metadata.labels?.[ROOT_LABEL] &&
    before.metadata.creationTimestamp === now.metadata.creationTimestamp
  );
}
