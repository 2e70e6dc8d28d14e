import { pasteInLayer, pressInLayer, refusePaste } from '../layers/registry.ts';
import { topLayer } from '../layers/stack.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';
import { homeKey } from './prompt.ts';

/** A key goes to the layer on top, which takes every one; without a layer, to the focused pane. */
export function handleKey(state: State, key: string, text: string | undefined): Step {
  // A message to the user stands until the next key, wherever that goes.
  const calm: State = state.flash === undefined ? state : { ...state, flash: undefined };
  const layer = topLayer(calm);
  return layer ? pressInLayer(calm, layer, key, text) : homeKey(calm, key);
}

/** Pasted text goes into text fields, and nowhere else. */
export function handlePaste(state: State, text: string): Step {
  const layer = topLayer(state);
  return layer ? pasteInLayer(state, layer, text) : refusePaste(state);
}
