/** Compares two rows as `Array.sort` does. Total: 0 only for a row and itself. */
export type Order<T> = (a: T, b: T) => number;

/** Up to this many rows are looked for one by one; more are found in one pass over all rows. */
const FEW = 64;

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

/**
 * Returns the rows, which are in `order`, without those of `removed` and with those of `added` in their
 * places. Rows are told by identity. A few are replaced in one copy.
 */
export function replaceRows<T>(
  rows: readonly T[],
  removed: ReadonlySet<T>,
  added: readonly T[],
  order: Order<T>,
): readonly T[] {
  if (removed.size > FEW || added.length > FEW) {
    return insertRows(removeRows(rows, removed, order), added, order);
  }
  const cuts = indicesOf(rows, removed, order);
  if (cuts.length === 0) return insertRows(rows, added, order);
  const sorted = added.length < 2 ? added : [...added].sort(order);
  return putInPlace(rows, cuts, sorted, order) ?? splice(rows, cuts, sorted, order);
}

/**
 * Returns the rows without those of `removed`, which are told by identity. Where `order` is given and the
 * rows are in it, a few are found without a look at all.
 */
export function removeRows<T>(
  rows: readonly T[],
  removed: ReadonlySet<T>,
  order?: Order<T>,
): readonly T[] {
  if (removed.size === 0 || rows.length === 0) return rows;
  if (removed.size > FEW) {
    const left: T[] = [];
    for (const row of rows) if (!removed.has(row)) left.push(row);
    return left;
  }
  const cuts = indicesOf(rows, removed, order);
  return cuts.length === 0 ? rows : splice(rows, cuts, [], () => 0);
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
  return sorted.length > FEW ? mergeRows(rows, sorted, order) : splice(rows, [], sorted, order);
}

/** Returns the indices of the rows of a set, ascending. Those that are no rows are left out. */
function indicesOf<T>(rows: readonly T[], wanted: ReadonlySet<T>, order?: Order<T>): number[] {
  const find = (row: T): number => {
    const index = order === undefined ? -1 : lowerBound(rows, (other) => order(other, row));
    return rows[index] === row ? index : rows.indexOf(row);
  };
  return Array.from(wanted, find)
    .filter((index) => index >= 0)
    .sort((a, b) => a - b);
}

/** Returns the rows with each new row in the place of an old one; undefined where they have other places. */
function putInPlace<T>(
  rows: readonly T[],
  cuts: readonly number[],
  sorted: readonly T[],
  order: Order<T>,
): readonly T[] | undefined {
  if (cuts.length !== sorted.length) return undefined;
  for (const [i, row] of sorted.entries()) {
    const at = cuts[i] ?? 0;
    const before = rows[at - 1];
    const after = rows[at + 1];
    if (before !== undefined && order(before, row) > 0) return undefined;
    if (after !== undefined && order(row, after) > 0) return undefined;
  }
  const next = rows.slice();
  for (const [i, row] of sorted.entries()) next[cuts[i] ?? 0] = row;
  return next;
}

/** Returns the rows without those at `cuts` and with those of `sorted` in their places, in one pass. */
function splice<T>(
  rows: readonly T[],
  cuts: readonly number[],
  sorted: readonly T[],
  order: Order<T>,
): readonly T[] {
  const parts: (readonly T[])[] = [];
  let from = 0;
  let cut = 0;
  const copyTo = (end: number) => {
    for (let at = cuts[cut]; at !== undefined && at < end; at = cuts[++cut]) {
      parts.push(rows.slice(from, at));
      from = at + 1;
    }
    parts.push(rows.slice(from, end));
    from = end;
  };
  for (const row of sorted) {
    copyTo(lowerBound(rows, (other) => order(other, row), from));
    parts.push([row]);
  }
  copyTo(rows.length);
  return concat(parts);
}

/** The same as {@link insertRows} of many rows. */
function mergeRows<T>(rows: readonly T[], sorted: readonly T[], order: Order<T>): readonly T[] {
  const merged: T[] = [];
  let from = 0;
  let next = rows[0];
  for (const row of sorted) {
    // Rows that stand together, such as those of a group, need no search of their own.
    if (next !== undefined && order(next, row) < 0) {
      const at = lowerBound(rows, (other) => order(other, row), from + 1);
      for (const other of rows.slice(from, at)) merged.push(other);
      from = at;
      next = rows[from];
    }
    merged.push(row);
  }
  for (const other of rows.slice(from)) merged.push(other);
  return merged;
}

/** The same as `parts.flat()`, in a hundredth of its time. */
function concat<T>(parts: readonly (readonly T[])[]): readonly T[] {
  const none: T[] = [];
  return none.concat(...parts);
}
