import { clampCursor, followRow, type Scroll } from '../scroll.ts';

/**
 * Returns the scroll of rows that changed: it follows `held`, the row that the cursor holds now, or stays
 * at its place where that does not show.
 */
export function keepCursor<T>(scroll: Scroll, shown: readonly T[], held: T | undefined): Scroll {
  const index = held === undefined ? -1 : indexOf(shown, held, scroll.cursor);
  return index < 0 ? clampCursor(scroll, shown.length) : followRow(scroll, index);
}

/** Returns the index of a row, which is most often `likely`. */
function indexOf<T>(shown: readonly T[], row: T, likely: number): number {
  return shown[likely] === row ? likely : shown.indexOf(row);
}
