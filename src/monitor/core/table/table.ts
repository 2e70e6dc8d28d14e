import type { Suspension } from '../../../api/suspension.ts';
import { AT_TOP, type Scroll } from '../scroll.ts';
import { NO_ROWS, type QueryResult } from './query.ts';

/** The rows of each table besides that of the executions. One line for each. */
export interface TableRows {
  readonly suspensions: Suspension;
}
export type TableId = keyof TableRows;

/** By which column a table is sorted. */
export interface TableSort {
  readonly column: string;
  readonly reverse: boolean;
}

/** A filter as typed, and what it lets through: texts of one row. */
export interface TableFilter {
  readonly text: string;
  readonly test: (texts: readonly string[]) => boolean;
}

export const NO_TABLE_FILTER: TableFilter = { text: '', test: () => true };

/** The rows of a table, and what the user chose to see of them. */
export interface Table<T> extends QueryResult<T> {
  /** What the rows were made from: another one makes other rows. */
  readonly source: unknown;
  readonly filter: TableFilter;
  readonly sort: TableSort;
  readonly scroll: Scroll;
  /** Whether the cursor holds on to its row. Until a key is pressed it stays on the top row. */
  readonly settled: boolean;
}

/** The tables that were shown. */
export type Tables = { readonly [K in TableId]?: Table<TableRows[K]> };

/** A table before its rows are known. */
export function emptyTable(sort: TableSort): Table<never> {
  const scroll = AT_TOP;
  return { ...NO_ROWS, source: undefined, filter: NO_TABLE_FILTER, sort, scroll, settled: false };
}

/** The row under the cursor. */
export function selectedRow<T>(table: Table<T>): T | undefined {
  return table.shown[table.scroll.cursor];
}
