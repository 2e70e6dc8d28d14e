import { insertRows, lowerBound } from '../resources/sorted.ts';

/** An instant, in milliseconds since 1970, at which time alone may change whether a row shows. */
export interface Turn<T> {
  readonly at: number;
  readonly row: T;
}

/** Returns the turns, earliest first, after some rows changed. */
export function updateTurns<T>(
  turns: readonly Turn<T>[],
  removed: ReadonlySet<T>,
  added: readonly T[],
  turnsAt: (row: T) => readonly number[],
): readonly Turn<T>[] {
  const left = removed.size === 0 ? turns : turns.filter(({ row }) => !removed.has(row));
  const fresh = added.flatMap((row) => turnsAt(row).map((at) => ({ at, row })));
  return insertRows(left, fresh, (a, b) => a.at - b.at);
}

/** Returns the rows that may turn between two instants, both included, whichever is the earlier. */
export function rowsTurning<T>(turns: readonly Turn<T>[], one: number, other: number): Set<T> {
  const end = Math.max(one, other);
  const rows = new Set<T>();
  for (let i = lowerBound(turns, ({ at }) => at - Math.min(one, other)); i < turns.length; i++) {
    const turn = turns[i];
    if (turn === undefined || turn.at > end) break;
    rows.add(turn.row);
  }
  return rows;
}
