import type { Execution } from '../../../api/execution.ts';
import type { Suspension } from '../../../api/suspension.ts';
import type { WaitingContext } from '../executions/waiting-on.ts';
import { AT_TOP, type Scroll } from '../scroll.ts';
import { NO_ROWS, type QueryResult } from './query.ts';
import type { Widest } from './widest.ts';

/** The rows of each table. One line for each. */
export interface TableRows {
  readonly executions: Execution;
  readonly suspensions: Suspension;
}
export type TableId = keyof TableRows;

/** A table that is a view of its own, while that of the executions has other panes beside it. */
export type TableViewId = Exclude<TableId, 'executions'>;

/** By which column a table is sorted. */
export interface TableSort {
  readonly column: string;
  readonly reverse: boolean;
}

/** A filter as typed, and what it lets through. */
export interface TableFilter<T> {
  readonly text: string;
  readonly test: (row: T, context: WaitingContext) => boolean;
  /**
   * All instants, in milliseconds since 1970, at which time alone may change its answer to a row;
   * undefined if there are none.
   */
  readonly turnsAt: ((row: T) => readonly number[]) | undefined;
  /** Whether its answer depends on objects other than the row. */
  readonly readsOthers: boolean;
}

export const NO_FILTER: TableFilter<unknown> = {
  text: '',
  test: () => true,
  turnsAt: undefined,
  readsOthers: false,
};

/** Whether a filter's answer to a row may change while the row does not. */
export function changesByItself({ turnsAt, readsOthers }: TableFilter<never>): boolean {
  return turnsAt !== undefined || readsOthers;
}

/** What the user chose to see of a table, and in which order. */
export interface TableSettings<T> {
  /** One of the modes of the table. */
  readonly mode: string;
  readonly sort: TableSort;
  readonly filter: TableFilter<T>;
  readonly failingOnly: boolean;
  /** Whether wide columns come first. */
  readonly wide: boolean;
}

/** The rows of a table, and what the user chose to see of them. */
export interface Table<T> extends QueryResult<T>, TableSettings<T> {
  /** The objects that the rows were made from: others make other rows. */
  readonly source: readonly T[];
  /** Of the rows that show. */
  readonly widest: Widest;
  readonly scroll: Scroll;
  /**
   * Whether the cursor holds on to its row. While the first rows still arrive, and until a key is
   * pressed, it stays on the top row instead.
   */
  readonly settled: boolean;
}

/** The tables that were shown. */
export type Tables = { readonly [K in TableId]?: Table<TableRows[K]> };

/** A table before its rows are known. */
export function emptyTable<T>(mode: string, sort: TableSort): Table<T> {
  return {
    ...NO_ROWS,
    source: [],
    mode,
    sort,
    filter: NO_FILTER,
    failingOnly: false,
    wide: false,
    widest: {},
    scroll: AT_TOP,
    settled: false,
  };
}

/** The row under the cursor. */
export function selectedRow<T>(table: Table<T>): T | undefined {
  return table.shown[table.scroll.cursor];
}
