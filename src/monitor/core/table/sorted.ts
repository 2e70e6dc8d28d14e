/** Compares two rows as `Array.sort` does. Total: 0 only for a row and itself. */
export type Order<T> = (a: T, b: T) => number;

/** Up to this many rows are removed one by one; more are removed in one pass over all. */
const FEW = 8;

/** Compares two values of one type, strings by their UTF-16 code units. */
export function compareValues(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Returns the index of the first row, from `from` on, for which `compare` is not negative. */
export function lowerBound<T>(rows: readonly T[], compare: (row: T) => number, from = 0): number {
  let low = from;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && compare(row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the rows without those of `removed`, which are told by identity. */
export function removeRows<T>(rows: readonly T[], removed: ReadonlySet<T>): readonly T[] {
  if (removed.size === 0) return rows;
  if (removed.size > FEW) return rows.filter((row) => !removed.has(row));
  const left = [...rows];
  for (const row of removed) {
    const index = left.indexOf(row);
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}

/** Returns the rows, which are in `order`, with those of `added` in their places. */
export function insertRows<T>(
  rows: readonly T[],
  added: readonly T[],
  order: Order<T>,
): readonly T[] {
  if (added.length === 0) return rows;
  const sorted = added.length === 1 ? added : [...added].sort(order);
  if (rows.length === 0) return sorted;
  const parts: (readonly T[])[] = [];
  let from = 0;
  let run: T[] = [];
  for (const row of sorted) {
    const next = rows[from];
    // Rows that stand together, such as those of a group, are searched once.
    if (run.length > 0 && (next === undefined || order(next, row) > 0)) {
      run.push(row);
      continue;
    }
    const at = lowerBound(rows, (other) => order(other, row), from);
    run = [row];
    parts.push(rows.slice(from, at), run);
    from = at;
  }
  parts.push(rows.slice(from));
  return parts.flat();
}
