import type { Order } from './sorted.ts';

/** What two versions of a sorted array do not share. A row that changed is in both. */
export interface Difference<T> {
  readonly removed: ReadonlySet<T>;
  readonly added: readonly T[];
}

/** A difference, and the version that it starts from. */
export interface LastDifference<T> extends Difference<T> {
  readonly from: readonly T[];
}

/** Compares two versions of an array that is sorted by key; rows are told by identity. */
export function diffRows<T extends object>(
  before: readonly T[],
  after: readonly T[],
  byKey: Order<T>,
): Difference<T> {
  const removed = new Set<T>();
  const added: T[] = [];
  if (before === after) return { removed, added };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = before[i];
    const now = after[j];
    if (old === now) {
      i++;
      j++;
      continue;
    }
    const place = old === undefined ? 1 : now === undefined ? -1 : byKey(old, now);
    if (old !== undefined && place <= 0) {
      removed.add(old);
      i++;
    }
    if (now !== undefined && place >= 0) {
      added.push(now);
      j++;
    }
  }
  return { removed, added };
}
