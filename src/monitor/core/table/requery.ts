import type { KubeObject } from '../../../api/metadata.ts';
import { paneHeight } from '../panes/measure.ts';
import type { State } from '../state.ts';
import { compareKeys, findObject, keyOf } from './collection.ts';
import { keepCursor } from './cursor.ts';
import { diffRows } from './difference.ts';
import { type Query, updateResult } from './query.ts';
import { TABLES } from './registry.ts';
import { compareValues, type Order } from './sorted.ts';
import type { TableSpec } from './spec.ts';
import { emptyTable, selectedRow, type Table, type TableId, type TableRows } from './table.ts';

/** Returns a table as it was shown last; without rows before that. */
export function tableOf<K extends TableId>(state: State, id: K): Table<TableRows[K]> {
  return state.tables[id] ?? emptyTable(TABLES[id].sort);
}

/** Replaces a table. */
export function withTable<K extends TableId>(
  state: State,
  id: K,
  table: Table<TableRows[K]>,
): State {
  return { ...state, tables: { ...state.tables, [id]: table } };
}

/** Returns the state with what is known by now in a table, under another sort or filter if one is given. */
export function requeryTable<K extends TableId>(
  state: State,
  id: K,
  change: Partial<Pick<Table<TableRows[K]>, 'sort' | 'filter'>> = {},
): State {
  const spec: TableSpec<TableRows[K]> = TABLES[id];
  const table = queryTable(
    { ...tableOf(state, id), ...change },
    spec,
    spec.source(state),
    state.now,
    paneHeight(state, id),
  );
  return withTable(state, id, table);
}

function queryTable<T extends KubeObject>(
  table: Table<T>,
  spec: TableSpec<T>,
  source: ReadonlyMap<string, readonly T[]>,
  now: number,
  height: number,
): Table<T> {
  const all = source === table.source ? table.all : rowsOf(spec, source);
  const { sort, filter } = table;
  const query: Query<T> = {
    byKey: compareKeys,
    order: orderOf(spec, table),
    isGrouped: false,
    asksGroup: false,
    admits: (row) => filter.test(spec.texts(row)),
    settings: [sort.column, sort.reverse, filter],
    facts: [],
  };
  const result = updateResult(table, query, all, diffRows(table.all, all, compareKeys), now);
  const selected = table.settled ? selectedRow(table) : undefined;
  const held = selected && findObject(all, keyOf(selected));
  const scroll = keepCursor(table.scroll, result.shown, held, height);
  return { ...table, ...result, source, scroll };
}

function rowsOf<T extends KubeObject>(
  spec: TableSpec<T>,
  source: ReadonlyMap<string, readonly T[]>,
): readonly T[] {
  return [...source.values()]
    .flat()
    .filter((row) => spec.admits(row))
    .sort(compareKeys);
}

function orderOf<T extends KubeObject>({ columns }: TableSpec<T>, { sort }: Table<T>): Order<T> {
  const by = columns.find(({ id }) => id === sort.column)?.sort;
  if (by === undefined) return compareKeys;
  const sign = sort.reverse === (by.descending ?? false) ? 1 : -1;
  return (a, b) => sign * compareValues(by.value(a), by.value(b)) || compareKeys(a, b);
}
