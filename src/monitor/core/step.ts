import type { Effect } from './effect.ts';
import type { State } from './state.ts';

/** What an update comes to: the next state, and what is to be done outside. */
export type Step = readonly [State, readonly Effect[]];

/** A step without effects. */
export function noEffects(state: State): Step {
  return [state, []];
}
