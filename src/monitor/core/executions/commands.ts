import type { PaneFilter } from '../panes/pane.ts';
import { filterContext, type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { NO_FILTER, parseFilter } from './filter.ts';
import { MODES } from './list.ts';
import { SORT_COLUMNS, type SortColumn } from './order.ts';
import { requery } from './requery.ts';

export function cycleMode(state: State): Step {
  const mode = MODES[(MODES.indexOf(state.list.mode) + 1) % MODES.length] ?? 'roots';
  const text = { roots: 'roots only', grouped: 'grouped by tree', flat: 'all executions' }[mode];
  return noEffects(withFlash(requery(state, { mode }), text));
}

export function toggleFailing(state: State): Step {
  return noEffects(requery(state, { failingOnly: !state.list.failingOnly }));
}

export function toggleWide(state: State): Step {
  return noEffects({ ...state, wide: !state.wide });
}

/** Sorts by a column; once more, in reverse. */
export function sortBy(state: State, column: SortColumn): State {
  const { sort } = state.list;
  const reverse = sort.column === column && !sort.reverse;
  return requery(state, { sort: { column, reverse } });
}

/** Sorts by the column of a name, if there is one. */
export function sortByName(state: State, name: string): State {
  const column = SORT_COLUMNS.find((known) => known === name);
  return column === undefined
    ? withFlash(state, `:sort takes one of ${SORT_COLUMNS.join(', ')}`, 'warn')
    : sortBy(state, column);
}

/** Sorts by the next column, or by the one before. */
export function sortNext(state: State, by: 1 | -1): State {
  const index = SORT_COLUMNS.indexOf(state.list.sort.column) + by;
  const column = SORT_COLUMNS[(index + SORT_COLUMNS.length) % SORT_COLUMNS.length] ?? 'age';
  return requery(state, { sort: { column, reverse: false } });
}

export function reverseSort(state: State): State {
  const { sort } = state.list;
  return requery(state, { sort: { ...sort, reverse: !sort.reverse } });
}

export const EXECUTIONS_FILTER: PaneFilter = {
  text: ({ list }) => list.filter.text,
  set(state, text) {
    const filter = parseFilter(text, filterContext(state));
    return typeof filter === 'string' ? filter : requery(state, { filter });
  },
};

/** Takes away the filter, then that only failing ones show. */
export function widen(state: State): State | undefined {
  if (state.list.filter.text !== '') return requery(state, { filter: NO_FILTER });
  if (state.list.failingOnly) return requery(state, { failingOnly: false });
  return undefined;
}
