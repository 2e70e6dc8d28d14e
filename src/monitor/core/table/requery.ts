import type { KubeObject } from '../../../api/metadata.ts';
import type { WaitingContext } from '../executions/waiting-on.ts';
import { compareKeys, findObject, keyOf } from '../resources/collection.ts';
import { diffRows } from '../resources/difference.ts';
import { rowContext, type State } from '../state.ts';
import { keepCursor } from './cursor.ts';
import { orderBy } from './order.ts';
import { type Query, updateResult } from './query.ts';
import { TABLES } from './registry.ts';
import type { TableSpec } from './spec.ts';
import {
  emptyTable,
  selectedRow,
  type Table,
  type TableId,
  type TableRows,
  type TableSettings,
} from './table.ts';
import { updateWidest, widestOf } from './widest.ts';

/** Returns a table as it was shown last; without rows before that. */
export function tableOf<K extends TableId>(state: State, id: K): Table<TableRows[K]> {
  return state.tables[id] ?? newTable(TABLES[id]);
}

function newTable<T extends KubeObject>({ modes, sort }: TableSpec<T>): Table<T> {
  const [mode = ''] = modes.keys();
  return emptyTable(mode, sort);
}

/** Replaces a table. */
export function withTable<K extends TableId>(
  state: State,
  id: K,
  table: Table<TableRows[K]>,
): State {
  return { ...state, tables: { ...state.tables, [id]: table } };
}

/** Whether the rows of a table were made from what is known now. */
export function hasNewest<K extends TableId>(state: State, id: K): boolean {
  const spec: TableSpec<TableRows[K]> = TABLES[id];
  return state.tables[id]?.source === spec.source(state.resources);
}

/**
 * Returns the state with what is known by now in a table, under other settings if some are given. It
 * costs what changed, and all rows only where a setting did.
 */
export function requeryTable<K extends TableId>(
  state: State,
  id: K,
  change: Partial<TableSettings<TableRows[K]>> = {},
): State {
  const spec: TableSpec<TableRows[K]> = TABLES[id];
  const table = queryTable({ ...tableOf(state, id), ...change }, spec, state);
  return withTable(state, id, table);
}

function queryTable<T extends KubeObject>(
  table: Table<T>,
  spec: TableSpec<T>,
  state: State,
): Table<T> {
  const source = spec.source(state.resources);
  const all = source === table.source ? table.all : rowsOf(spec, source);
  const query = queryOf(table, spec, state, rowContext(state));
  const last = all === table.all ? undefined : spec.lastDifference?.(state);
  const difference = last?.from === table.all ? last : diffRows(table.all, all, compareKeys);
  const result = updateResult(table, query, all, difference, state.now);
  const { shown, change } = result;
  const selected = table.settled ? selectedRow(table) : undefined;
  return {
    ...table,
    ...result,
    source,
    widest: change
      ? updateWidest(table.widest, spec.lengths, change, shown)
      : widestOf(spec.lengths, shown),
    scroll: keepCursor(table.scroll, shown, selected && findObject(all, keyOf(selected))),
  };
}

function rowsOf<T extends KubeObject>(spec: TableSpec<T>, source: readonly T[]): readonly T[] {
  return spec.belongs === undefined ? source : source.filter((object) => spec.belongs?.(object));
}

function queryOf<T extends KubeObject>(
  table: Table<T>,
  spec: TableSpec<T>,
  state: State,
  context: WaitingContext,
): Query<T> {
  const { mode, sort, filter, failingOnly } = table;
  const { admits, ...narrowing } = spec.narrow(table);
  return {
    ...narrowing,
    byKey: compareKeys,
    order: orderBy(spec.sorts, sort),
    ...(spec.grouping && { grouping: spec.grouping }),
    admits: (row, group) => admits(row, group) && filter.test(row, context),
    ...(filter.turnsAt && { turnsAt: filter.turnsAt }),
    settings: [mode, sort.column, sort.reverse, filter, failingOnly],
    facts: filter.readsOthers ? [state.open, state.functions, state.awaited] : [],
  };
}
