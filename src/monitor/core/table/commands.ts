import type { PaneFilter } from '../panes/pane.ts';
import type { Subject } from '../resources/kinds.ts';
import { clampScroll, type Move, moveScroll } from '../scroll.ts';
import { type State, withFlash } from '../state.ts';
import { parseTableFilter } from './filter.ts';
import { TABLES } from './registry.ts';
import { requeryTable, tableOf, withTable } from './requery.ts';
import type { TableSpec } from './spec.ts';
import { NO_TABLE_FILTER, selectedRow, type TableId, type TableRows } from './table.ts';

/** Moves the cursor of a table that shows `height` rows. */
export function moveInTable(state: State, id: TableId, move: Move, height: number): State {
  const table = tableOf(state, id);
  const scroll = moveScroll(table.scroll, move, table.shown.length, height);
  return withTable(state, id, { ...table, scroll });
}

/** Keeps the cursor of a table on the screen. */
export function fitTable(state: State, id: TableId, height: number): State {
  const table = tableOf(state, id);
  const scroll = clampScroll(table.scroll, table.shown.length, height);
  return withTable(state, id, { ...table, scroll });
}

/** Returns what the row under the cursor of a table is. */
export function tableSubject<K extends TableId>(state: State, id: K): Subject | undefined {
  const spec: TableSpec<TableRows[K]> = TABLES[id];
  const row = selectedRow(tableOf(state, id));
  return row && spec.subject(row);
}

/** Returns the filter of a table. */
export function tableFilter(id: TableId): PaneFilter {
  return {
    text: (state) => tableOf(state, id).filter.text,
    set(state, text) {
      const filter = parseTableFilter(text, state.compile);
      return typeof filter === 'string' ? filter : requeryTable(state, id, { filter });
    },
  };
}

/** Takes away the filter of a table. */
export function widenTable(state: State, id: TableId): State | undefined {
  return tableOf(state, id).filter.text === ''
    ? undefined
    : requeryTable(state, id, { filter: NO_TABLE_FILTER });
}

/** Sorts a table by the next column that sorts, or by the one before. */
export function sortTableNext(state: State, id: TableId, by: 1 | -1): State {
  const ids = sortColumns(id);
  const { sort } = tableOf(state, id);
  const column = ids[(ids.indexOf(sort.column) + by + ids.length) % ids.length] ?? sort.column;
  return requeryTable(state, id, { sort: { column, reverse: false } });
}

/** Sorts a table by a column; once more, in reverse. */
export function sortTableBy(state: State, id: TableId, column: string): State {
  const ids = sortColumns(id);
  if (!ids.includes(column)) {
    return withFlash(state, `:sort takes one of ${ids.join(', ')} here`, 'warn');
  }
  const { sort } = tableOf(state, id);
  const reverse = sort.column === column && !sort.reverse;
  return requeryTable(state, id, { sort: { column, reverse } });
}

function sortColumns(id: TableId): readonly string[] {
  return TABLES[id].columns.filter(({ sort }) => sort).map((column) => column.id);
}

export function reverseTable(state: State, id: TableId): State {
  const { sort } = tableOf(state, id);
  return requeryTable(state, id, { sort: { ...sort, reverse: !sort.reverse } });
}

/** From now on the cursor of a table holds on to its row. */
export function settleTable(state: State, id: TableId): State {
  const table = tableOf(state, id);
  return table.settled ? state : withTable(state, id, { ...table, settled: true });
}
