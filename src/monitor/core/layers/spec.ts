import type { Frame, Row, Size } from '../frame.ts';
import type { KeyHint } from '../keys/binding.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';
import type { LayerKind, LayerMap } from './layer.ts';

/** How one kind of layer is drawn, and what keys and pasted text do while it is on top. */
export interface LayerSpec<K extends LayerKind> {
  /** Draws it over the frame of what lies below. */
  draw(frame: Frame, content: LayerMap[K], state: State): Frame;
  /** Handles a key; `text` is what the key types into a field. */
  press(state: State, content: LayerMap[K], key: string, text: string | undefined): Step;
  /** Handles pasted text. Without it, nothing can be pasted. */
  paste?(state: State, content: LayerMap[K], text: string): Step;
  /** The keys that work in it, the way out last. */
  hints(content: LayerMap[K]): readonly KeyHint[];
  /** The rows at the bottom of the screen, in place of the key hints. */
  footer?(content: LayerMap[K], size: Size): readonly Row[];
}
