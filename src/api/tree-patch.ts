import {
  attemptNodes,
  type Child,
  comparePlaces,
  fieldsOf,
  keepNode,
  keyOf,
  type Place,
} from './node-fields.ts';
import { ExecutionTree } from './tree.ts';
import { createNode, type ExecutionNode, type ExecutionTreeNode } from './tree-node.ts';

/** The key of the parent of each node, attempts left out. The root has none, which is known of it. */
export type TreeIndex = Map<string, string | undefined>;

/** Finds out where each node of a tree hangs. */
export function indexTree(tree: ExecutionTree): TreeIndex {
  const index: TreeIndex = new Map();
  const visit = (node: ExecutionTreeNode, parent: string | undefined) => {
    index.set(node.key, parent);
    for (const child of node.children) if (child.kind !== 'Attempt') visit(child, node.key);
  };
  visit(tree.root(), undefined);
  return index;
}

/** Objects that changed since a tree was built, by the keys of their nodes. */
export interface TreePatch {
  /** Objects of nodes in the tree that hang where they hung. */
  readonly updated: ReadonlyMap<string, Child>;
  /** Objects that come into the tree, each under the execution of that key. */
  readonly added: ReadonlyMap<string, readonly Child[]>;
  readonly hidden: ExecutionTree['hidden'];
}

/**
 * Builds the next tree from the one before by what changed: only nodes of changed objects and those above
 * them are made. The result is that of `buildTree` for all objects, as long as the patch moves none.
 * @param index of `tree`; it becomes that of the result.
 */
export function patchTree(tree: ExecutionTree, index: TreeIndex, patch: TreePatch): ExecutionTree {
  const { updated, added, hidden } = patch;
  const stale = new Set<string>();
  for (const key of [...updated.keys(), ...added.keys()]) {
    let next: string | undefined = key;
    for (; next !== undefined && !stale.has(next); next = index.get(next)) stale.add(next);
  }

  const build = (source: Child, before: ExecutionTreeNode | undefined): ExecutionTreeNode => {
    const key = keyOf(source);
    const children: ExecutionTreeNode[] = [];
    for (const child of before?.children ?? []) {
      if (child.kind !== 'Attempt') children.push(stale.has(child.key) ? rebuild(child) : child);
    }
    for (const child of added.get(key) ?? []) {
      index.set(keyOf(child), key);
      insertInOrder(children, build(child, undefined));
    }
    if (source.kind === 'Execution') {
      const old = before?.children.filter((child) => child.kind === 'Attempt') ?? [];
      const find = (wanted: string) => old.find((attempt) => attempt.key === wanted);
      children.unshift(...attemptNodes(source.object, find));
    }
    return keepNode(createNode(source, fieldsOf(source, children, before?.flaw)), before);
  };
  const rebuild = (node: Exclude<ExecutionTreeNode, { kind: 'Attempt' }>) =>
    build(updated.get(node.key) ?? sourceOf(node), node);

  // The root stays an execution.
  const root = rebuild(tree.root()) as ExecutionNode;
  return new ExecutionTree(root, tree.isArchived(), hidden);
}

function sourceOf(node: Exclude<ExecutionTreeNode, { kind: 'Attempt' }>): Child {
  switch (node.kind) {
    case 'Execution':
      return { kind: node.kind, object: node.object };
    case 'Suspension':
      return { kind: node.kind, object: node.object };
    case 'Job':
      return { kind: node.kind, object: node.object };
  }
}

/** Puts a node behind those that stand before it; most are the newest of their siblings. */
function insertInOrder(children: ExecutionTreeNode[], node: ExecutionTreeNode): void {
  const place = placeOfNode(node);
  let at = children.length;
  for (; at > 0; at--) {
    const child = children[at - 1];
    if (child === undefined || comparePlaces(placeOfNode(child), place) <= 0) break;
  }
  children.splice(at, 0, node);
}

function placeOfNode({ createdAt, name, kind }: ExecutionTreeNode): Place {
  return { created: createdAt?.getTime() ?? 0, name, kind };
}
