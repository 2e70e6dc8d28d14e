import { paneHeight } from '../panes/measure.ts';
import { rowContext, type State } from '../state.ts';
import { requeryList } from './list.ts';

/** Returns the state with its list of executions queried again, under what was changed. */
export function requery(state: State, change: Parameters<typeof requeryList>[1]): State {
  const height = paneHeight(state, 'executions');
  return { ...state, list: requeryList(state.list, change, rowContext(state), height) };
}
