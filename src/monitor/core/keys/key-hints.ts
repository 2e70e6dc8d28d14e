import { layerHints } from '../layers/registry.ts';
import { topLayer } from '../layers/stack.ts';
import type { State } from '../state.ts';
import type { KeyHint } from './binding.ts';
import { keysOf } from './keymap.ts';

/** The keys that work here, most wanted first; those that would be refused are left out. */
export function keyHintsOf(state: State): readonly KeyHint[] {
  const layer = topLayer(state);
  if (layer !== undefined) return layerHints(layer);
  return keysOf(state.focus).flatMap(({ keys: [key = ''], hint, disabledReason }) =>
    hint !== undefined && disabledReason?.(state) === undefined ? [{ key, label: hint }] : [],
  );
}
