import type { ExecutionTree } from '../../../api/tree.ts';
import type { ExecutionTreeNode } from '../../../api/tree-node.ts';
import { AT_TOP, clampCursor, followRow, type Scroll } from '../scroll.ts';
import { type Folds, findNode, type Group, type TreeRow, treeRows } from './rows.ts';

/** The execution whose tree is wanted: by name, since a retry may recreate it. */
export interface TreeTarget {
  readonly namespace: string;
  readonly name: string;
}

/** The tree pane. */
export interface TreeView {
  readonly target: TreeTarget | undefined;
  /** Counts how often the pane was pointed at another tree. */
  readonly aim: number;
  /** The key of the selected execution's node: where the cursor begins. */
  readonly about: string | undefined;
  readonly tree: ExecutionTree | undefined;
  /** Why there is no newer tree; the one there was stays. */
  readonly error: string | undefined;
  readonly folds: Folds;
  readonly rows: readonly TreeRow[];
  readonly scroll: Scroll;
}

export const NO_TREE: TreeView = {
  target: undefined,
  aim: 0,
  about: undefined,
  tree: undefined,
  error: undefined,
  folds: new Map(),
  rows: [],
  scroll: AT_TOP,
};

export function treeKey(target: TreeTarget | undefined): string {
  return target ? `${target.namespace}/${target.name}` : '';
}

/**
 * The pane pointed at the tree of a selected execution. Nothing is shown of another tree; in the same
 * one the cursor goes to that execution.
 */
export function pointAt(
  view: TreeView,
  target: TreeTarget | undefined,
  about: string | undefined,
): TreeView {
  if (treeKey(view.target) !== treeKey(target))
    return { ...NO_TREE, target, aim: view.aim + 1, about };
  return view.about === about ? view : reveal({ ...view, about }, about);
}

/** The cursor on the node of a key, with all unfolded that hides it. */
export function reveal(view: TreeView, about: string | undefined): TreeView {
  const found = view.tree && findNode(view.tree, about ?? '');
  if (found === undefined) return view;
  const hiding = found.above.filter(({ key }) => view.folds.get(key) === true);
  let next = unfold(view, hiding);
  for (const { key } of [...found.above, found.node]) {
    const group = foldedGroupOf(next.rows, key);
    if (group) next = unfold(next, [group]);
  }
  return moveTo(next, about);
}

function unfold(view: TreeView, hiding: readonly { readonly key: string }[]): TreeView {
  if (hiding.length === 0) return view;
  const folds = new Map(view.folds);
  for (const { key } of hiding) folds.set(key, false);
  return rebuild(view, { folds });
}

/** The row under the cursor. */
export function currentRow(view: TreeView): TreeRow | undefined {
  return view.rows[view.scroll.cursor];
}

/** The counted row under the cursor: it stands for its members, and never for their parent. */
export function currentGroup(view: TreeView): Group | undefined {
  const content = currentRow(view)?.content;
  return content?.kind === 'group' ? content.group : undefined;
}

/** The node whose attempts and logs are shown: that under the cursor, or the parent of a counted row. */
export function currentNode(view: TreeView): ExecutionTreeNode | undefined {
  const row = currentRow(view);
  if (row === undefined || view.tree === undefined) return view.tree?.root();
  if (row.content.kind === 'node') return row.content.node;
  return row.parent === undefined ? undefined : findNode(view.tree, row.parent)?.node;
}

/** The view with a newer tree or other folds. The cursor stays on its node, or goes to its parent. */
export function rebuild(
  view: TreeView,
  change: { readonly tree?: ExecutionTree; readonly folds?: Folds },
): TreeView {
  const tree = change.tree ?? view.tree;
  const folds = change.folds ?? view.folds;
  if (tree === undefined) return view;
  const rows = treeRows(tree, folds);
  const group = change.tree && groupThatTook(view, rows);
  // Siblings that came made a group of them: it opens, so that the cursor stays on its node.
  if (group) return rebuild(view, { tree, folds: new Map(folds).set(group.key, false) });
  const scroll = keepRow(view, rows);
  const error = change.tree ? undefined : view.error;
  const next = { ...view, tree, folds, rows, scroll, error };
  return view.tree === undefined ? reveal(next, next.about) : next;
}

/** The folded group that the row under the cursor, or one above it, disappeared into. */
function groupThatTook(view: TreeView, rows: readonly TreeRow[]): Group | undefined {
  for (const { key } of cursorPath(view)) {
    if (findRow(rows, key, view.scroll.cursor) >= 0) return undefined;
    const group = foldedGroupOf(rows, key);
    if (group) return group;
  }
  return undefined;
}

/** The folded group that a node is a member of. */
function foldedGroupOf(rows: readonly TreeRow[], key: string): Group | undefined {
  for (const { content, folded } of rows) {
    if (folded !== true || content.kind !== 'group') continue;
    if (content.group.members.some((member) => member.key === key)) return content.group;
  }
  return undefined;
}

function keepRow(view: TreeView, rows: readonly TreeRow[]): Scroll {
  for (const { key } of cursorPath(view)) {
    const index = findRow(rows, key, view.scroll.cursor);
    if (index >= 0) return followRow(view.scroll, index);
  }
  return clampCursor(view.scroll, rows.length);
}

/** The row under the cursor, then those that it is below, up to the root. */
function* cursorPath({ rows, scroll }: TreeView): Generator<TreeRow> {
  let wanted = rows[scroll.cursor]?.key;
  // What a row is below stands above it.
  for (let i = scroll.cursor; i >= 0 && wanted !== undefined; i--) {
    const row = rows[i];
    if (row?.key !== wanted) continue;
    yield row;
    wanted = row.parent;
  }
}

/** The index of the row of a key, which is most often `likely`; -1 if there is none. */
function findRow(rows: readonly TreeRow[], key: string, likely: number): number {
  return rows[likely]?.key === key ? likely : rows.findIndex((row) => row.key === key);
}

/** Folds or unfolds the row under the cursor; `undefined` toggles. */
export function toggleFold(view: TreeView, fold: boolean | undefined): TreeView {
  const row = currentRow(view);
  if (row?.folded === undefined) return view;
  const folds = new Map(view.folds).set(row.key, fold ?? !row.folded);
  return rebuild(view, { folds });
}

/** Unfolds everything; or folds it, if nothing is folded. */
export function toggleFoldAll(view: TreeView): TreeView {
  const fold = !view.rows.some((row) => row.folded === true);
  const folds = new Map(view.folds);
  for (const row of view.rows) {
    if (row.folded !== undefined && !(fold && row.parent === undefined)) folds.set(row.key, fold);
  }
  const next = rebuild(view, { folds });
  // What was unfolded may show more that is folded.
  return !fold && next.rows.some((row) => row.folded === true) ? toggleFoldAll(next) : next;
}

/** The cursor moved to the row of a key, if there is one. */
export function moveTo(view: TreeView, key: string | undefined): TreeView {
  const index = view.rows.findIndex((row) => row.key === key);
  if (index < 0) return view;
  return { ...view, scroll: { ...view.scroll, cursor: index } };
}
