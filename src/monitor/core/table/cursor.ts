import { clampScroll, followRow, type Scroll } from '../scroll.ts';

/**
 * Returns the scroll of rows that changed: it follows `held`, the row that the cursor holds now, or stays
 * at its place where that does not show.
 */
export function keepCursor<T>(
  scroll: Scroll,
  shown: readonly T[],
  held: T | undefined,
  height: number,
): Scroll {
  const index = held === undefined ? -1 : shown.indexOf(held);
  return index < 0
    ? clampScroll(scroll, shown.length, height)
    : followRow(scroll, index, shown.length, height);
}
