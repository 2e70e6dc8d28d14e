import { isTerminal, type Phase } from '../../../api/phase.ts';
import type { ExecutionTree } from '../../../api/tree.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';

/** Siblings of one function, counted in one row. */
export interface Group {
  readonly key: string;
  readonly label: string;
  readonly members: readonly ExecutionTreeNode[];
  readonly counts: ReadonlyMap<Phase, number>;
}

/** One line of the tree pane. */
export interface TreeRow {
  readonly key: string;
  /** For each level above: whether a sibling follows there, so that the trunk goes on. */
  readonly trunks: readonly boolean[];
  readonly last: boolean;
  readonly content:
    | { readonly kind: 'node'; readonly node: ExecutionTreeNode }
    | { readonly kind: 'group'; readonly group: Group };
  /** Undefined where there is nothing to fold. */
  readonly folded: boolean | undefined;
  /** The key of the row above in the tree. */
  readonly parent: string | undefined;
}

/** Rows a person folded (true) or unfolded (false); the others follow the rule. */
export type Folds = ReadonlyMap<string, boolean>;

/** Siblings of one function stand as one counted row from this number on. */
const GROUP_FROM = 3;

/** The rows of a node and of all below it, and what they depend on besides the node. */
interface Block {
  readonly trunks: readonly boolean[];
  readonly last: boolean;
  readonly folds: Folds;
  readonly parent: string | undefined;
  readonly rows: readonly TreeRow[];
}

/** Subtrees that did not change are the same nodes in the next tree, and keep their rows. */
const blocks = new WeakMap<ExecutionTreeNode, Block>();

/** Rows of a larger subtree are put together from those of its parts: a long chain keeps no long copies. */
const MAX_BLOCK_ROWS = 1_000;

/**
 * The lines of a tree. Siblings of one function fold into one counted row, which failures stay out
 * of; everything else is open unless folded. Rows of what did not change since the last call are the
 * same objects.
 */
export function treeRows(tree: ExecutionTree, folds: Folds): readonly TreeRow[] {
  return rowsOf(tree.root(), [], true, folds, undefined);
}

function rowsOf(
  node: ExecutionTreeNode,
  trunks: readonly boolean[],
  last: boolean,
  folds: Folds,
  parent: string | undefined,
): readonly TreeRow[] {
  const known = blocks.get(node);
  const isSame =
    known !== undefined &&
    known.folds === folds &&
    known.last === last &&
    known.parent === parent &&
    known.trunks.length === trunks.length &&
    known.trunks.every((goes, i) => goes === trunks[i]);
  if (isSame) return known.rows;
  const rows = [nodeRow(node, trunks, last, folds, parent)];
  if (node.children.length > 0 && !isFolded(node.key, folds, false)) {
    pushBelow(node, parent === undefined ? [] : [...trunks, !last], folds, rows);
  }
  if (rows.length <= MAX_BLOCK_ROWS) blocks.set(node, { trunks, last, folds, parent, rows });
  return rows;
}

/** Adds the rows of all that is below a node. */
function pushBelow(
  parent: ExecutionTreeNode,
  trunks: readonly boolean[],
  folds: Folds,
  rows: TreeRow[],
): void {
  const push = (more: readonly TreeRow[]) => {
    for (const row of more) rows.push(row);
  };
  const entries = grouped(parent);
  entries.forEach((entry, i) => {
    const last = i === entries.length - 1;
    if (entry.kind === 'node') {
      push(rowsOf(entry.node, trunks, last, folds, parent.key));
      return;
    }
    const { group } = entry;
    const folded = isFolded(group.key, folds, true);
    rows.push({ key: group.key, trunks, last, content: entry, folded, parent: parent.key });
    if (folded) return;
    const deeper = [...trunks, !last];
    group.members.forEach((member, j) => {
      push(rowsOf(member, deeper, j === group.members.length - 1, folds, group.key));
    });
  });
}

function nodeRow(
  node: ExecutionTreeNode,
  trunks: readonly boolean[],
  last: boolean,
  folds: Folds,
  parent: string | undefined,
): TreeRow {
  const folded = node.children.length === 0 ? undefined : isFolded(node.key, folds, false);
  return { key: node.key, trunks, last, content: { kind: 'node', node }, folded, parent };
}

function isFolded(key: string, folds: Folds, rule: boolean): boolean {
  return folds.get(key) ?? rule;
}

type Entry =
  | { readonly kind: 'node'; readonly node: ExecutionTreeNode }
  | { readonly kind: 'group'; readonly group: Group };

/** Children in their order, a group standing where its first member would. */
function grouped(parent: ExecutionTreeNode): readonly Entry[] {
  const families = new Map<string, ExecutionTreeNode[]>();
  for (const child of parent.children) {
    const label = familyOf(child);
    if (label === undefined) continue;
    const family = families.get(label);
    if (family) family.push(child);
    else families.set(label, [child]);
  }
  const entries: Entry[] = [];
  const told = new Set<string>();
  for (const child of parent.children) {
    const label = familyOf(child);
    const family = label === undefined ? undefined : families.get(label);
    if (label === undefined || family === undefined || family.length < GROUP_FROM) {
      entries.push({ kind: 'node', node: child });
      continue;
    }
    if (!told.has(label)) {
      told.add(label);
      entries.push({ kind: 'group', group: groupOf(parent, label, family) });
    }
    if (child.phase === 'Failed') entries.push({ kind: 'node', node: child });
  }
  return entries;
}

function familyOf(node: ExecutionTreeNode): string | undefined {
  return node.execution()?.spec.function;
}

function groupOf(
  parent: ExecutionTreeNode,
  label: string,
  family: readonly ExecutionTreeNode[],
): Group {
  const counts = new Map<Phase, number>();
  for (const { phase } of family) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  return {
    key: `Group/${parent.key}/${label}`,
    label,
    members: family.filter((node) => node.phase !== 'Failed'),
    counts,
  };
}

const nodesOfTrees = new WeakMap<ExecutionTree, readonly ExecutionTreeNode[]>();

/** Every node of a tree in the order of its rows, were all unfolded. Worked out once for a tree. */
export function nodesOf(tree: ExecutionTree): readonly ExecutionTreeNode[] {
  const known = nodesOfTrees.get(tree);
  if (known) return known;
  const nodes: ExecutionTreeNode[] = [];
  const visit = (node: ExecutionTreeNode) => {
    nodes.push(node);
    for (const child of node.children) visit(child);
  };
  visit(tree.root());
  nodesOfTrees.set(tree, nodes);
  return nodes;
}

/** What of a node is searched. */
export function nodeText(node: ExecutionTreeNode): string {
  const called = node.execution()?.spec.function ?? '';
  return [node.name, node.kind, called, node.phase, node.message].join('\n');
}

/** How many things of a subtree still run, and how many have ended. */
export interface SubtreeCount {
  readonly executions: number;
  readonly suspensions: number;
  readonly jobs: number;
  readonly finished: number;
}

/** Counts what is below a node. */
export function countBelow(node: ExecutionTreeNode): SubtreeCount {
  const count = { executions: 0, suspensions: 0, jobs: 0, finished: 0 };
  const visit = (child: ExecutionTreeNode) => {
    if (child.kind !== 'Attempt') {
      if (isTerminal(child.phase)) count.finished++;
      else if (child.kind === 'Execution') count.executions++;
      else if (child.kind === 'Suspension') count.suspensions++;
      else count.jobs++;
    }
    child.children.forEach(visit);
  };
  node.children.forEach(visit);
  return count;
}

/** A node, and its ancestors from the root down. */
interface FoundNode {
  readonly node: ExecutionTreeNode;
  readonly above: readonly ExecutionTreeNode[];
}

/** The nodes that were looked for in a tree: the same few are asked for by every pane. */
const foundIn = new WeakMap<ExecutionTree, Map<string, FoundNode | undefined>>();

/** The node of a key, and its ancestors from the root down. */
export function findNode(tree: ExecutionTree, key: string): FoundNode | undefined {
  const found = foundIn.get(tree) ?? new Map<string, FoundNode | undefined>();
  if (found.has(key)) return found.get(key);
  const path: ExecutionTreeNode[] = [];
  const node = findBelow(tree.root(), key, path);
  const result = node && { node, above: path.reverse() };
  foundIn.set(tree, found.set(key, result));
  return result;
}

/** The node of a key in a subtree; its ancestors are added to `path` from the lowest up. */
function findBelow(
  node: ExecutionTreeNode,
  key: string,
  path: ExecutionTreeNode[],
): ExecutionTreeNode | undefined {
  if (node.key === key) return node;
  for (const child of node.children) {
    const found = findBelow(child, key, path);
    if (found === undefined) continue;
    path.push(node);
    return found;
  }
  return undefined;
}
