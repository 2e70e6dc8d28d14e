import type { Execution } from '../../../api/execution.ts';
import { isRoot } from '../../../api/ownership.ts';
import { type Phase, phaseOf } from '../../../api/phase.ts';
import { byKey, rootKey } from './order.ts';

/** What is known of the descendants of one root. */
export interface TreeBelow {
  readonly total: number;
  /** Those that failed, or wait to be tried again, by name. */
  readonly failing: readonly Execution[];
}

/** The descendants of all roots, by {@link rootKey}, as far as their labels name one. */
export type TreesBelow = ReadonlyMap<string, TreeBelow>;

/** Phases in which something went wrong. */
export const FAILING: ReadonlySet<Phase> = new Set(['Failed', 'Backoff']);

export function isFailing(execution: Execution): boolean {
  return FAILING.has(phaseOf(execution));
}

/** Whether something went wrong with an execution, or below it if it is a root. */
export function isFailingTree(execution: Execution, below: TreesBelow): boolean {
  if (isFailing(execution)) return true;
  return isRoot(execution) && (below.get(rootKey(execution))?.failing.length ?? 0) > 0;
}

/** Counts the descendants of all roots. */
export function countTrees(all: readonly Execution[]): TreesBelow {
  const trees = new Map<string, { total: number; failing: Execution[] }>();
  for (const execution of all) {
    if (isRoot(execution)) continue;
    const key = rootKey(execution);
    const tree = trees.get(key) ?? { total: 0, failing: [] };
    tree.total += 1;
    if (isFailing(execution)) tree.failing.push(execution);
    trees.set(key, tree);
  }
  return trees;
}

/** Puts one execution in the place of another; either may be missing. */
export function replaceBelow(
  trees: Map<string, TreeBelow>,
  before: Execution | undefined,
  after: Execution | undefined,
): void {
  if (before) change(trees, before, -1);
  if (after) change(trees, after, 1);
}

function change(trees: Map<string, TreeBelow>, execution: Execution, by: 1 | -1): void {
  if (isRoot(execution)) return;
  const key = rootKey(execution);
  const { total, failing } = trees.get(key) ?? { total: 0, failing: [] };
  if (total + by === 0) trees.delete(key);
  else trees.set(key, { total: total + by, failing: failingAfter(failing, execution, by) });
}

function failingAfter(
  failing: readonly Execution[],
  execution: Execution,
  by: 1 | -1,
): readonly Execution[] {
  if (!isFailing(execution)) return failing;
  const others = failing.filter((known) => byKey(known, execution) !== 0);
  return by < 0 ? others : [...others, execution].sort(byKey);
}
