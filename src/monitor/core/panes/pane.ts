import type { Glyphs } from '../../../text/glyphs.ts';
import type { Pane, Rect } from '../frame.ts';
import type { Move } from '../scroll.ts';
import type { State } from '../state.ts';

/** What is at hand to draw a pane. */
export interface PaneArea {
  readonly rect: Rect;
  /** Whether the pane takes the keys. */
  readonly focused: boolean;
  readonly now: number;
  readonly glyphs: Glyphs;
}

/** How one pane of the screen is drawn, and how the cursor moves in it. */
export interface PaneSpec {
  draw(state: State, area: PaneArea): readonly Pane[];
  /** Moves the cursor, or scrolls, in a pane that shows `height` rows. */
  move(state: State, move: Move, height: number): State;
}
