import type { Difference } from './difference.ts';
import { compareValues, insertRows, lowerBound, type Order, removeRows } from './sorted.ts';

/** Which rows belong together: the executions of a tree, the events of an object. */
export interface Grouping<T> {
  /** The key of the group that a row is in. */
  readonly keyOf: (row: T) => string;
  /** Whether a row may stand for its group. */
  readonly isHead: (row: T) => boolean;
  /** Whether a row is one of those that its group tells apart, such as failures. */
  readonly isMarked: (row: T) => boolean;
}

/** Rows that belong together, each list in the order of their keys. */
export interface Group<T> {
  readonly key: string;
  readonly rows: readonly T[];
  readonly heads: readonly T[];
  readonly marked: readonly T[];
}

/** All groups in the order of their keys; none is empty. */
export type Groups<T> = readonly Group<T>[];

/** A group that changed. Undefined before it came, and after it went. */
export interface GroupChange<T> {
  readonly before: Group<T> | undefined;
  readonly after: Group<T> | undefined;
}

/** Returns the row that stands for a group. Of several heads, that is the last. */
export function headOf<T>(group: Group<T> | undefined): T | undefined {
  return group?.heads.at(-1);
}

/** Returns the group of a key. */
export function findGroup<T>(groups: Groups<T>, key: string): Group<T> | undefined {
  const found = groups[lowerBound(groups, (group) => compareValues(group.key, key))];
  return found?.key === key ? found : undefined;
}

/** Returns the groups after some rows changed, and which groups changed with them. */
export function updateGroups<T>(
  groups: Groups<T>,
  { removed, added }: Difference<T>,
  grouping: Grouping<T>,
  byKey: Order<T>,
): { readonly groups: Groups<T>; readonly changes: readonly GroupChange<T>[] } {
  const touched = new Map<string, { removed: Set<T>; added: T[] }>();
  const touch = (row: T) => {
    const key = grouping.keyOf(row);
    const parts = touched.get(key) ?? { removed: new Set<T>(), added: [] };
    touched.set(key, parts);
    return parts;
  };
  for (const row of removed) touch(row).removed.add(row);
  for (const row of added) touch(row).added.push(row);

  const changes = [...touched].map(([key, parts]): GroupChange<T> => {
    const before = findGroup(groups, key);
    return { before, after: updateGroup(before, key, parts, grouping, byKey) };
  });
  const old = new Set(changes.flatMap(({ before }) => before ?? []));
  const fresh = changes.flatMap(({ after }) => after ?? []);
  return {
    groups: insertRows(removeRows(groups, old, compareGroups), fresh, compareGroups),
    changes,
  };
}

function updateGroup<T>(
  before: Group<T> | undefined,
  key: string,
  { removed, added }: Difference<T>,
  { isHead, isMarked }: Grouping<T>,
  byKey: Order<T>,
): Group<T> | undefined {
  const update = (rows: readonly T[] | undefined, fresh: readonly T[]) =>
    insertRows(removeRows(rows ?? [], removed, byKey), fresh, byKey);
  const rows = update(before?.rows, added);
  if (rows.length === 0) return undefined;
  return {
    key,
    rows,
    heads: update(before?.heads, added.filter(isHead)),
    marked: update(before?.marked, added.filter(isMarked)),
  };
}

function compareGroups<T>(a: Group<T>, b: Group<T>): number {
  return compareValues(a.key, b.key);
}
