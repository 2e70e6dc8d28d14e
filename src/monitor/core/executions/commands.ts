import type { State } from '../state.ts';
import { requeryTable, tableOf, withTable } from '../table/requery.ts';

/** Shows failing executions only, or all again. */
export function toggleFailing(state: State): State {
  const { failingOnly } = tableOf(state, 'executions');
  return requeryTable(state, 'executions', { failingOnly: !failingOnly });
}

/** Puts the columns of worker and message first, or last again. */
export function toggleWide(state: State): State {
  const table = tableOf(state, 'executions');
  return withTable(state, 'executions', { ...table, wide: !table.wide });
}
