/** A cursor in a list of rows, and the first row on the screen. */
export interface Scroll {
  readonly cursor: number;
  readonly top: number;
}

export const AT_TOP: Scroll = { cursor: 0, top: 0 };

/** A way to move the cursor. A page is what the pane shows. */
export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'halfUp' | 'halfDown' | 'first' | 'last';

/** The cursor after a move in `count` rows, `height` of them visible, kept on the screen. */
export function moveScroll(scroll: Scroll, move: Move, count: number, height: number): Scroll {
  const page = Math.max(1, height - 1);
  const half = Math.max(1, Math.floor(height / 2));
  const step: Readonly<Record<Move, number>> = {
    up: scroll.cursor - 1,
    down: scroll.cursor + 1,
    pageUp: scroll.cursor - page,
    pageDown: scroll.cursor + page,
    halfUp: scroll.cursor - half,
    halfDown: scroll.cursor + half,
    first: 0,
    last: count - 1,
  };
  return clampScroll({ ...scroll, cursor: step[move] }, count, height);
}

/** The scroll with its cursor among `count` rows and on the screen; the same one where it was. */
export function clampScroll(scroll: Scroll, count: number, height: number): Scroll {
  const { cursor } = clampCursor(scroll, count);
  const lowest = Math.max(0, count - height);
  const top = Math.min(lowest, Math.max(cursor - height + 1, Math.min(cursor, scroll.top), 0));
  return cursor === scroll.cursor && top === scroll.top ? scroll : { cursor, top };
}

/** The same scroll with its cursor among `count` rows. */
export function clampCursor({ cursor, top }: Scroll, count: number): Scroll {
  return { cursor: Math.max(0, Math.min(count - 1, cursor)), top };
}

/**
 * The cursor follows its row to `index`, and the screen stands still where it can. How many rows the
 * screen shows is left to {@link clampScroll}.
 */
export function followRow(scroll: Scroll, index: number): Scroll {
  const shift = index - scroll.cursor;
  return { cursor: index, top: scroll.top === 0 ? 0 : Math.max(0, scroll.top + shift) };
}
