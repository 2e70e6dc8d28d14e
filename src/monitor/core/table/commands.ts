import { paneHeight } from '../panes/measure.ts';
import { type Move, moveScroll } from '../scroll.ts';
import { type State, withFlash } from '../state.ts';
import { TABLES } from './registry.ts';
import { requeryTable, tableOf, withTable } from './requery.ts';
import type { TableId } from './table.ts';

/** Moves the cursor of a table. */
export function moveInTable(state: State, id: TableId, move: Move): State {
  const table = tableOf(state, id);
  const scroll = moveScroll(table.scroll, move, table.shown.length, paneHeight(state, id));
  return withTable(state, id, { ...table, scroll });
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
