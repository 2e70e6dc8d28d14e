import type { Execution } from '../../../api/execution.ts';
import { isRoot } from '../../../api/ownership.ts';
import { type Phase, phaseOf } from '../../../api/phase.ts';
import { AT_TOP, type Scroll } from '../scroll.ts';
import {
  type Change,
  type Collection,
  compareKeys,
  findObject,
  keyOf,
  updateCollection,
} from '../table/collection.ts';
import { keepCursor } from '../table/cursor.ts';
import { type Difference, diffRows } from '../table/difference.ts';
import { NO_GROUPS } from '../table/groups.ts';
import { NO_ROWS, type Query, type QueryResult, updateResult } from '../table/query.ts';
import { endedOwners } from './ended-owners.ts';
import { type Filter, NO_FILTER } from './filter.ts';
import { mutexHolders } from './mutexes.ts';
import { NEWEST_FIRST, orderBy, type Sort } from './order.ts';
import { isFailing, isFailingTree, TREES, type TreesBelow, treesBelow } from './trees-below.ts';
import type { WaitingContext } from './waiting-on.ts';
import { NOTHING_WIDE, updateWidest, type Widest, widestOf } from './widest.ts';

/** Which executions the list shows: roots alone, trees as groups, or all side by side. */
export const MODES = ['roots', 'grouped', 'flat'] as const;
export type Mode = (typeof MODES)[number];

/** One change of the set of known executions; no object means that it is gone. */
export type ExecutionChange = Change<Execution>;

/** What the user chose to see, and in which order. */
interface ListSettings {
  readonly mode: Mode;
  readonly sort: Sort;
  readonly filter: Filter;
  readonly failingOnly: boolean;
}

/** The executions that are known, and those that show, in order. */
export interface ExecutionList extends QueryResult<Execution>, ListSettings {
  /** How many roots are in each phase, whatever the filter; of failing ones, all executions. */
  readonly counts: ReadonlyMap<Phase, number>;
  /** How many roots there are, whatever the filter. */
  readonly rootCount: number;
  /** The descendants of each root. */
  readonly below: TreesBelow;
  /** `all` as it was when an execution last changed that others may wait for. */
  readonly awaited: Collection<Execution>;
  /** The longest texts of those that show. */
  readonly widest: Widest;
  readonly scroll: Scroll;
  /**
   * Whether the cursor holds on to its execution. While the first rows still arrive, and until a key
   * is pressed, it stays on the top row instead.
   */
  readonly settled: boolean;
}

export const EMPTY_LIST: ExecutionList = {
  ...NO_ROWS,
  counts: new Map(),
  rootCount: 0,
  below: treesBelow(NO_GROUPS),
  awaited: [],
  widest: NOTHING_WIDE,
  mode: 'roots',
  sort: NEWEST_FIRST,
  filter: NO_FILTER,
  failingOnly: false,
  scroll: AT_TOP,
  settled: false,
};

/** What a filter looks at that the list does not know itself. */
type QueryContext = Pick<WaitingContext, 'open' | 'functions' | 'now' | 'zone'>;

/** The execution under the cursor. */
export function selectedExecution(list: ExecutionList): Execution | undefined {
  return list.shown[list.scroll.cursor];
}

/** The known execution of a key. */
export function findExecution(list: ExecutionList, key: string): Execution | undefined {
  return findObject(list.all, key);
}

/** The list after some executions appeared, changed or went. The cursor stays on its row. */
export function applyChanges(
  list: ExecutionList,
  changes: readonly ExecutionChange[],
  around: QueryContext,
  height: number,
): ExecutionList {
  const { all, difference } = updateCollection(list.all, changes);
  return requeryList(list, { all }, around, height, difference);
}

/**
 * The list with other executions, another mode, sort or filter, or after time alone has passed. It costs
 * what changed, and everything only where a setting did.
 */
export function requeryList(
  list: ExecutionList,
  change: Partial<ListSettings & Pick<ExecutionList, 'all'>>,
  around: QueryContext,
  height: number,
  difference = diffRows(list.all, change.all ?? list.all, compareKeys),
): ExecutionList {
  const { all, ...wanted } = { ...list, ...change };
  const awaited = isAwaited(difference, around) ? all : list.awaited;
  const query = queryOf(wanted, all, awaited, around);
  const result = updateResult(list, query, all, difference, around.now);
  const widest = result.change
    ? updateWidest(list.widest, result.change.gone, result.change.fresh, result.shown)
    : widestOf(result.shown);
  const next = { ...wanted, ...result, ...countPhases(list, difference), awaited, widest };
  const selected = list.settled ? selectedExecution(list) : undefined;
  const held = selected && findExecution(next, keyOf(selected));
  return {
    ...next,
    below: treesBelow(next.groups),
    scroll: keepCursor(list.scroll, next.shown, held, height),
  };
}

function queryOf(
  { mode, sort, filter, failingOnly }: ListSettings,
  all: Collection<Execution>,
  awaited: Collection<Execution>,
  around: QueryContext,
): Query<Execution> {
  const { open, functions } = around;
  const context = { ...around, hasEndedOwner: endedOwners(all), mutexHolder: mutexHolders(all) };
  return {
    byKey: compareKeys,
    order: orderBy(sort),
    grouping: TREES,
    isGrouped: mode === 'grouped',
    // A root alone on its row stands for its descendants, too.
    asksGroup: failingOnly && mode === 'roots',
    admits(execution, tree) {
      if (mode === 'roots' && !isRoot(execution)) return false;
      if (failingOnly && !isFailingTree(execution, tree)) return false;
      return filter.test(execution, context);
    },
    ...(filter.turnsAt && { turnsAt: filter.turnsAt }),
    settings: [mode, sort.column, sort.reverse, filter, failingOnly],
    facts: filter.readsOthers ? [open, functions, awaited] : [],
  };
}

/** Whether one of the changed executions may hold up others: by its mutex, or by how it ended. */
function isAwaited({ removed, added }: Difference<Execution>, { open }: QueryContext): boolean {
  const mayHoldUp = ({ spec, metadata }: Execution) =>
    spec.mutex !== undefined || open.has(metadata.uid ?? '');
  return added.some(mayHoldUp) || [...removed].some(mayHoldUp);
}

function countPhases(
  before: ExecutionList,
  { removed, added }: Difference<Execution>,
): Pick<ExecutionList, 'counts' | 'rootCount'> {
  const counts = new Map(before.counts);
  let { rootCount } = before;
  const count = (execution: Execution, by: 1 | -1) => {
    const root = isRoot(execution);
    if (root) rootCount += by;
    if (!root && !isFailing(execution)) return;
    const phase = phaseOf(execution);
    const left = (counts.get(phase) ?? 0) + by;
    if (left > 0) counts.set(phase, left);
    else counts.delete(phase);
  };
  for (const execution of removed) count(execution, -1);
  for (const execution of added) count(execution, 1);
  return { counts, rootCount };
}
