import type { State } from '../state.ts';
import type { Layer, LayerKind } from './layer.ts';

/** Returns the layer that takes the keys; undefined while the panes do. */
export function topLayer(state: State): Layer | undefined {
  return state.layers.at(-1);
}

type LayerWith<K extends LayerKind> = Extract<Layer, { readonly kind: K }>;

/** Returns the topmost layer of a kind, wherever it lies in the stack. */
export function findLayer<K extends LayerKind>(state: State, kind: K): LayerWith<K> | undefined {
  const isWanted = (layer: Layer): layer is LayerWith<K> => layer.kind === kind;
  return state.layers.findLast(isWanted);
}

export function pushLayer(state: State, layer: Layer): State {
  return { ...state, layers: [...state.layers, layer] };
}

export function popLayer(state: State): State {
  return { ...state, layers: state.layers.slice(0, -1) };
}

/** Replaces the topmost layer of the same kind; without one, the state stays as it is. */
export function replaceLayer(state: State, layer: Layer): State {
  const index = state.layers.findLastIndex(({ kind }) => kind === layer.kind);
  return index < 0 ? state : { ...state, layers: state.layers.with(index, layer) };
}
