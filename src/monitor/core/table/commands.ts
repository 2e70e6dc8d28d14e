import type { PaneFilter } from '../panes/pane.ts';
import type { Subject } from '../resources/kinds.ts';
import { clampScroll, type Move, moveScroll } from '../scroll.ts';
import { type State, withFlash } from '../state.ts';
import { TABLES } from './registry.ts';
import { requeryTable, tableOf, withTable } from './requery.ts';
import type { TableSpec } from './spec.ts';
import { NO_FILTER, selectedRow, type TableId, type TableRows } from './table.ts';

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
  return scroll === table.scroll ? state : withTable(state, id, { ...table, scroll });
}

/** Returns what the row under the cursor of a table is. */
export function tableSubject<K extends TableId>(state: State, id: K): Subject | undefined {
  const spec: TableSpec<TableRows[K]> = TABLES[id];
  const row = selectedRow(tableOf(state, id));
  return row && spec.subject(row);
}

/** Returns the filter of a table. */
export function tableFilter<K extends TableId>(id: K): PaneFilter {
  return {
    text: (state) => tableOf(state, id).filter.text,
    set(state, text) {
      const spec: TableSpec<TableRows[K]> = TABLES[id];
      const filter = spec.parseFilter(text, state);
      return typeof filter === 'string' ? filter : requeryTable(state, id, { filter });
    },
  };
}

/** Takes away the filter of a table, then that only failing rows show. */
export function widenTable(state: State, id: TableId): State | undefined {
  const { filter, failingOnly } = tableOf(state, id);
  if (filter.text !== '') return requeryTable(state, id, { filter: NO_FILTER });
  return failingOnly ? requeryTable(state, id, { failingOnly: false }) : undefined;
}

/** Sorts a table by the next column that sorts, or by the one before. */
export function sortTableNext(state: State, id: TableId, by: 1 | -1): State {
  const ids = [...TABLES[id].sorts.keys()];
  const { sort } = tableOf(state, id);
  const column = ids[(ids.indexOf(sort.column) + by + ids.length) % ids.length] ?? sort.column;
  return requeryTable(state, id, { sort: { column, reverse: false } });
}

/** Sorts a table by a column; once more, in reverse. */
export function sortTableBy(state: State, id: TableId, column: string): State {
  const { sorts } = TABLES[id];
  if (!sorts.has(column)) {
    return withFlash(state, `:sort takes one of ${[...sorts.keys()].join(', ')} here`, 'warn');
  }
  const { sort } = tableOf(state, id);
  const reverse = sort.column === column && !sort.reverse;
  return requeryTable(state, id, { sort: { column, reverse } });
}

export function reverseTable(state: State, id: TableId): State {
  const { sort } = tableOf(state, id);
  return requeryTable(state, id, { sort: { ...sort, reverse: !sort.reverse } });
}

/** Shows the next mode of a table. */
export function cycleMode(state: State, id: TableId): State {
  const modes = [...TABLES[id].modes];
  const at = modes.findIndex(([mode]) => mode === tableOf(state, id).mode);
  const next = modes[(at + 1) % modes.length];
  if (next === undefined) return state;
  const [mode, text] = next;
  return withFlash(requeryTable(state, id, { mode }), text);
}

/** From now on the cursor of a table holds on to its row. */
export function settleTable(state: State, id: TableId): State {
  const table = tableOf(state, id);
  return table.settled ? state : withTable(state, id, { ...table, settled: true });
}

/** The cursors of all tables hold on to no row: their rows go, and others come. */
export function unsettleTables(state: State): State {
  return Object.values(TABLES).reduce<State>((next, { id }) => {
    const table = tableOf(next, id);
    return table.settled ? withTable(next, id, { ...table, settled: false }) : next;
  }, state);
}
