import type { Glyphs } from '../../../text/glyphs.ts';
import type { Pane, Rect } from '../frame.ts';
import type { Binding } from '../keys/binding.ts';
import type { Subject } from '../resources/kinds.ts';
import type { Move } from '../scroll.ts';
import type { Find } from '../search.ts';
import type { State } from '../state.ts';

/** What is at hand to draw a pane. */
export interface PaneArea {
  readonly rect: Rect;
  /** Whether the pane takes the keys. */
  readonly focused: boolean;
  readonly now: number;
  readonly glyphs: Glyphs;
}

/** Everything that one pane of the screen has of its own. `height`: how many of its rows it shows. */
export interface PaneSpec {
  /** The keys that work in it and not everywhere, in the order of the footer. */
  readonly keys: readonly Binding[];
  draw(state: State, area: PaneArea): readonly Pane[];
  /** Moves the cursor, or scrolls. Without it, there is nothing to move. */
  move?(state: State, move: Move, height: number): State;
  /** Keeps the cursor on the screen. */
  fit?(state: State, height: number): State;
  /**
   * Returns what the cursor is on. Without it, no action has a key here, and commands act on what the
   * cursor of the tree is on.
   */
  subject?(state: State): Subject | undefined;
  /** Goes to a match of a search. Without it, the pane cannot be searched. */
  readonly find?: Find<State>;
  /** Its filter. Without it, the pane shows all of its rows. */
  readonly filter?: PaneFilter;
  /** Takes away one thing that narrows what is shown; undefined if there is none. */
  widen?(state: State): State | undefined;
  /** Sorts by a column, and once more in reverse; flashes which columns there are. */
  sort?(state: State, column: string): State;
}

/** How the filter of a pane is read and changed. */
export interface PaneFilter {
  /** Returns the filter that holds, as it was typed; empty without one. */
  text(state: State): string;
  /** Returns the state under another filter, or one sentence that says what is wrong with it. */
  set(state: State, text: string): State | string;
}
