/** How many characters a row takes in columns that are as wide as their longest text. */
export type Lengths<T> = Readonly<Record<string, (row: T) => number>>;

/** The number of characters of the longest text of such columns, by their ids. */
export type Widest = Readonly<Record<string, number>>;

/**
 * Returns the longest texts of the rows that show, after some of them changed. It looks at all rows only
 * where one of the longest texts is gone.
 */
export function updateWidest<T>(
  before: Widest,
  lengths: Lengths<T>,
  { gone, fresh }: { readonly gone: Iterable<T>; readonly fresh: Iterable<T> },
  shown: readonly T[],
): Widest {
  const lost = widestOf(lengths, gone);
  const added = widestOf(lengths, fresh);
  const next: Record<string, number> = {};
  for (const [id, known = 0] of Object.entries(before)) {
    const most = added[id] ?? 0;
    if (lost[id] === known && most < known) return widestOf(lengths, shown);
    next[id] = Math.max(known, most);
  }
  return next;
}

/** Returns the longest texts of some rows. */
export function widestOf<T>(lengths: Lengths<T>, rows: Iterable<T>): Widest {
  const widest: Record<string, number> = {};
  for (const [id, length] of Object.entries(lengths)) widest[id] = longest(rows, length);
  return widest;
}

function longest<T>(rows: Iterable<T>, length: (row: T) => number): number {
  let most = 0;
  for (const row of rows) {
    try {
      most = Math.max(most, length(row));
    } catch {
      // A broken object has no say; its row tells what is wrong with it.
    }
  }
  return most;
}
