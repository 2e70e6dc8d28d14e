import type { Binding } from '../keys/binding.ts';
import { askFor } from './ask.ts';
import { disabledReason } from './refuse.ts';
import { ACTIONS } from './registry.ts';

/** The keys of the actions, in every pane with a cursor on something. */
export const ACTION_KEYS: readonly Binding[] = Object.values(ACTIONS).map(({ id, keys, help }) => ({
  keys,
  heading: 'Actions',
  hint: id,
  help,
  command: id,
  disabledReason: (state) => disabledReason(state, id),
  run: (state) => askFor(state, id),
}));
