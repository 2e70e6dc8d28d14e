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
      heading: 'View',
      help: 'sort by the previous column',
      run: (state) => noEffects(sortNext(state, -1)),
    },
    {
      keys: ['shift-right'],
      heading: 'View',
      help: 'sort by the next column',
      run: (state) => noEffects(sortNext(state, 1)),
    },
    {
      keys: ['O'],
      heading: 'View',
      help: 'reverse the order',
      run: (state) => noEffects(reverse(state)),
    },
  ];
}
