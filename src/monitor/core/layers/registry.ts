import type { Frame, Row, Size } from '../frame.ts';
import type { KeyHint } from '../keys/binding.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { DIALOG } from './dialog.ts';
import type { Layer, LayerKind } from './layer.ts';
import { PAGE } from './page.ts';
import { PROMPT } from './prompt.ts';
import type { LayerSpec } from './spec.ts';

const LAYERS: { readonly [K in LayerKind]: LayerSpec<K> } = {
  prompt: PROMPT,
  page: PAGE,
  dialog: DIALOG,
};

/** Draws a layer over the frame of what lies below it. */
export function drawLayer<K extends LayerKind>(frame: Frame, layer: Layer<K>, state: State): Frame {
  return LAYERS[layer.kind].draw(frame, layer.content, state);
}

export function pressInLayer<K extends LayerKind>(
  state: State,
  layer: Layer<K>,
  key: string,
  text: string | undefined,
): Step {
  return LAYERS[layer.kind].press(state, layer.content, key, text);
}

export function pasteInLayer<K extends LayerKind>(
  state: State,
  layer: Layer<K>,
  text: string,
): Step {
  const { paste } = LAYERS[layer.kind];
  return paste ? paste(state, layer.content, text) : refusePaste(state);
}

export function refusePaste(state: State): Step {
  return noEffects(withFlash(state, 'pasted text acts only in text fields'));
}

export function layerHints<K extends LayerKind>(layer: Layer<K>): readonly KeyHint[] {
  return LAYERS[layer.kind].hints(layer.content);
}

/** Returns the rows that a layer has at the bottom of the screen; undefined where it has none. */
export function layerFooter<K extends LayerKind>(
  layer: Layer<K>,
  size: Size,
): readonly Row[] | undefined {
  return LAYERS[layer.kind].footer?.(layer.content, size);
}
