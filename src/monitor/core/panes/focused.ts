import type { Subject } from '../resources/kinds.ts';
import type { Move } from '../scroll.ts';
import type { State } from '../state.ts';
import { paneHeight } from './measure.ts';
import { paneOf } from './registry.ts';
import { nodeSubject } from './subject.ts';

/** Returns what the cursor of the focused pane is on; without one there, that of the tree. */
export function subjectOf(state: State): Subject | undefined {
  const { subject } = paneOf(state.focus);
  return subject ? subject(state) : nodeSubject(state);
}

/** The state after a move in the focused pane. */
export function moveFocused(state: State, move: Move): State {
  return paneOf(state.focus).move?.(state, move, paneHeight(state, state.focus)) ?? state;
}
