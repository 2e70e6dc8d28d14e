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

/** From so many siblings of one function on, they stand as one counted row. */
const GROUP_FROM = 3;

/**
 * The lines of a tree. Siblings of one function fold into one counted row, which failures stay out
 * of; everything else is open unless folded.
 */
export function treeRows(tree: ExecutionTree, folds: Folds): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const root = tree.root();
  rows.push(nodeRow(root, [], true, folds, undefined));
  if (!isFolded(root.key, folds, false)) descend(root, [], folds, rows);
  return rows;
}

function descend(
  parent: ExecutionTreeNode,
  trunks: readonly boolean[],
  folds: Folds,
  rows: TreeRow[],
): void {
  const entries = grouped(parent);
  entries.forEach((entry, i) => {
    const last = i === entries.length - 1;
    if (entry.kind === 'node') {
      rows.push(nodeRow(entry.node, trunks, last, folds, parent.key));
      if (!isFolded(entry.node.key, folds, false)) {
        descend(entry.node, [...trunks, !last], folds, rows);
      }
      return;
    }
    const { group } = entry;
    const folded = isFolded(group.key, folds, true);
    rows.push({ key: group.key, trunks, last, content: entry, folded, parent: parent.key });
    if (folded) return;
    group.members.forEach((member, j) => {
      const lastMember = j === group.members.length - 1;
      rows.push(nodeRow(member, [...trunks, !last], lastMember, folds, group.key));
      if (!isFolded(member.key, folds, false)) {
        descend(member, [...trunks, !last, !lastMember], folds, rows);
      }
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

/** Every node of a tree in the order of its rows, were all unfolded. */
export function nodesOf(tree: ExecutionTree): readonly ExecutionTreeNode[] {
  const nodes: ExecutionTreeNode[] = [];
  const visit = (node: ExecutionTreeNode) => {
    nodes.push(node);
    node.children.forEach(visit);
  };
  visit(tree.root());
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

/** The node of a key, and its ancestors from the root down. */
export function findNode(
  tree: ExecutionTree,
  key: string,
): { readonly node: ExecutionTreeNode; readonly above: readonly ExecutionTreeNode[] } | undefined {
  const search = (
    node: ExecutionTreeNode,
    above: readonly ExecutionTreeNode[],
  ): { node: ExecutionTreeNode; above: readonly ExecutionTreeNode[] } | undefined => {
    if (node.key === key) return { node, above };
    for (const child of node.children) {
      const found = search(child, [...above, node]);
      if (found) return found;
    }
    return undefined;
  };
  return search(tree.root(), []);
}
