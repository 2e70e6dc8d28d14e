import type { Execution } from '../../../api/execution.ts';
import { isRoot } from '../../../api/ownership.ts';
import { type Phase, phaseOf } from '../../../api/phase.ts';
import { AT_TOP, clampScroll, followRow, type Scroll } from '../scroll.ts';
import { type Filter, NO_FILTER } from './filter.ts';
import {
  byKey,
  groupByRoot,
  keyOf,
  NEWEST_FIRST,
  type Order,
  orderBy,
  rootKey,
  type Sort,
} from './order.ts';
import {
  countTrees,
  isFailing,
  isFailingTree,
  replaceBelow,
  type TreesBelow,
} from './trees-below.ts';
import type { RowContext } from './waiting-on.ts';

/** Which executions the list shows: roots alone, trees as groups, or all side by side. */
export const MODES = ['roots', 'grouped', 'flat'] as const;
export type Mode = (typeof MODES)[number];

/** One change of the set of known executions; no object means that it is gone. */
export interface ExecutionChange {
  readonly key: string;
  readonly object?: Execution;
}

/** The executions that are known, and those that show, in order. */
export interface ExecutionList {
  /** All of them by key. */
  readonly all: readonly Execution[];
  /** Those that mode, filter and `failingOnly` let through, in the order of `sort`. */
  readonly shown: readonly Execution[];
  /** How many roots are in each phase, whatever the filter; of failing ones, all executions. */
  readonly counts: ReadonlyMap<Phase, number>;
  /** The descendants of each root. */
  readonly below: TreesBelow;
  readonly mode: Mode;
  readonly sort: Sort;
  readonly filter: Filter;
  readonly failingOnly: boolean;
  readonly scroll: Scroll;
  /**
   * Whether the cursor holds on to its execution. While the first rows still arrive, and until a key
   * is pressed, it stays on the top row instead.
   */
  readonly settled: boolean;
}

export const EMPTY_LIST: ExecutionList = {
  all: [],
  shown: [],
  counts: new Map(),
  below: new Map(),
  mode: 'roots',
  sort: NEWEST_FIRST,
  filter: NO_FILTER,
  failingOnly: false,
  scroll: AT_TOP,
  settled: false,
};

/** More changes than this, and than an eighth of all, and sorting anew is cheaper than inserting each. */
const FEW = 64;

/** The execution under the cursor. */
export function selectedExecution(list: ExecutionList): Execution | undefined {
  return list.shown[list.scroll.cursor];
}

/** The known execution of a key. */
export function findExecution(list: ExecutionList, key: string): Execution | undefined {
  const found = list.all[place(list.all, key)];
  return found && keyOf(found) === key ? found : undefined;
}

/** The list after some executions appeared, changed or went. The cursor stays on its row. */
export function applyChanges(
  list: ExecutionList,
  changes: readonly ExecutionChange[],
  around: RowContext,
  height: number,
): ExecutionList {
  const few =
    changes.length <= Math.max(FEW, list.all.length / 8) &&
    list.mode !== 'grouped' &&
    // Whether a root fails may depend on any of its descendants.
    !list.failingOnly &&
    !list.filter.isTimeDependent;
  const next = few ? inserted(list, changes, around) : undefined;
  return keepCursor(list, next ?? rebuilt(list, merged(list.all, changes), around), height);
}

/** The list with another mode, sort or filter, or after time alone has passed. */
export function requeryList(
  list: ExecutionList,
  settings: Partial<Pick<ExecutionList, 'mode' | 'sort' | 'filter' | 'failingOnly'>>,
  around: RowContext,
  height: number,
): ExecutionList {
  return keepCursor(list, rebuilt({ ...list, ...settings }, list.all, around), height);
}

function admits(list: ExecutionList, execution: Execution, around: RowContext): boolean {
  if (list.mode === 'roots' && !isRoot(execution)) return false;
  if (list.failingOnly && !fails(list, execution)) return false;
  return list.filter.test(execution, around);
}

/** A root alone on its row stands for its descendants, too. */
function fails({ mode, below }: ExecutionList, execution: Execution): boolean {
  return mode === 'roots' ? isFailingTree(execution, below) : isFailing(execution);
}

function orderOf(list: ExecutionList): Order {
  const order = orderBy(list.sort);
  if (list.mode !== 'grouped') return order;
  const roots = new Map(list.all.filter(isRoot).map((root) => [rootKey(root), root]));
  return groupByRoot(order, (execution) => roots.get(rootKey(execution)) ?? execution);
}

/** Both arrays with each change put in its place; undefined when one was not where it should be. */
function inserted(
  list: ExecutionList,
  changes: readonly ExecutionChange[],
  around: RowContext,
): ExecutionList | undefined {
  const all = [...list.all];
  const shown = [...list.shown];
  const counts = new Map(list.counts);
  const below = new Map(list.below);
  const order = orderOf(list);
  for (const { key, object } of changes) {
    const at = place(all, key);
    const found = all[at];
    const before = found && keyOf(found) === key ? found : undefined;
    if (before) {
      count(counts, before, -1);
      if (admits(list, before, around)) {
        const row = search(shown, (e) => order(e, before));
        if (shown[row] !== before) return undefined;
        shown.splice(row, 1);
      }
    }
    replaceBelow(below, before, object);
    all.splice(at, before ? 1 : 0, ...(object ? [object] : []));
    if (object) {
      count(counts, object, 1);
      if (admits(list, object, around)) {
        shown.splice(
          search(shown, (e) => order(e, object)),
          0,
          object,
        );
      }
    }
  }
  return { ...list, all, shown, counts, below };
}

function rebuilt(
  list: ExecutionList,
  all: readonly Execution[],
  around: RowContext,
): ExecutionList {
  const counts = new Map<Phase, number>();
  for (const execution of all) count(counts, execution, 1);
  const next = { ...list, all, counts, below: countTrees(all) };
  const shown = all.filter((execution) => admits(next, execution, around));
  return { ...next, shown: shown.sort(orderOf(next)) };
}

function merged(
  all: readonly Execution[],
  changes: readonly ExecutionChange[],
): readonly Execution[] {
  const byName = new Map(all.map((execution) => [keyOf(execution), execution]));
  for (const { key, object } of changes) {
    if (object) byName.set(key, object);
    else byName.delete(key);
  }
  return [...byName.values()].sort(byKey);
}

function keepCursor(before: ExecutionList, after: ExecutionList, height: number): ExecutionList {
  const selected = selectedExecution(before);
  const now = selected && findExecution(after, keyOf(selected));
  const index = now && before.settled ? after.shown.indexOf(now) : -1;
  const scroll =
    index < 0
      ? clampScroll(before.scroll, after.shown.length, height)
      : followRow(before.scroll, index, after.shown.length, height);
  return { ...after, scroll };
}

function count(counts: Map<Phase, number>, execution: Execution, by: number): void {
  if (!isRoot(execution) && !isFailing(execution)) return;
  const phase = phaseOf(execution);
  const left = (counts.get(phase) ?? 0) + by;
  if (left > 0) counts.set(phase, left);
  else counts.delete(phase);
}

/** Index of the first execution of `all` whose key is not before `key`. */
function place(all: readonly Execution[], key: string): number {
  const slash = key.indexOf('/');
  const wanted = {
    metadata: { namespace: key.slice(0, slash), name: key.slice(slash + 1) },
    spec: { function: '' },
  };
  return search(all, (execution) => byKey(execution, wanted));
}

/** Index of the first element for which `compare` is not negative. */
function search(rows: readonly Execution[], compare: (execution: Execution) => number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && compare(row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
