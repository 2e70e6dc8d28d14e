import type { State } from '../state.ts';
import { noEffects } from '../step.ts';
import type { Binding } from './binding.ts';

/** Returns the keys that sort the rows of a pane by another column, or in reverse. */
export function sortKeys(
  sortNext: (state: State, by: 1 | -1) => State,
  reverse: (state: State) => State,
): readonly Binding[] {
  return [
    {
      keys: ['shift-left'],
      heading: 'Looking',
      help: 'sort by the column before',
      run: (state) => noEffects(sortNext(state, -1)),
    },
    {
      keys: ['shift-right'],
      heading: 'Looking',
      help: 'sort by the next column',
      run: (state) => noEffects(sortNext(state, 1)),
    },
    {
      keys: ['O'],
      heading: 'Looking',
      help: 'reverse the order',
      run: (state) => noEffects(reverse(state)),
    },
  ];
}
