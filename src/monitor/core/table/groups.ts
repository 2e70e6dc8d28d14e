import type { Difference } from '../resources/difference.ts';
import { EMPTY_MAP, getValue, type SharedMap, setValues } from '../resources/shared-map.ts';
import { type Order, replaceRows } from '../resources/sorted.ts';

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
  readonly rows: readonly T[];
  readonly heads: readonly T[];
  readonly marked: readonly T[];
}

/** All groups by their keys; none is empty. */
export interface Groups<T> {
  readonly byKey: SharedMap<Group<T>>;
  /** How many groups have a marked row. */
  readonly markedCount: number;
}

export const NO_GROUPS: Groups<never> = { byKey: EMPTY_MAP, markedCount: 0 };

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
  return getValue(groups.byKey, key);
}

/** Returns the groups after some rows changed, and which groups changed with them. */
export function updateGroups<T>(
  groups: Groups<T>,
  { removed, added }: Difference<T>,
  grouping: Grouping<T>,
  byKey: Order<T>,
): { readonly groups: Groups<T>; readonly changes: readonly GroupChange<T>[] } {
  if (removed.size === 0 && added.length === 0) return { groups, changes: [] };
  const touched = new Map<string, { removed: T[]; added: T[] }>();
  const touch = (row: T) => {
    const key = grouping.keyOf(row);
    const known = touched.get(key);
    if (known !== undefined) return known;
    const parts = { removed: [], added: [] };
    touched.set(key, parts);
    return parts;
  };
  for (const row of removed) touch(row).removed.push(row);
  for (const row of added) touch(row).added.push(row);

  let { markedCount } = groups;
  const changes: GroupChange<T>[] = [];
  const entries: [string, Group<T> | undefined][] = [];
  for (const [key, parts] of touched) {
    const before = findGroup(groups, key);
    const gone = new Set(parts.removed);
    const after = updateGroup(before, { removed: gone, added: parts.added }, grouping, byKey);
    changes.push({ before, after });
    entries.push([key, after]);
    markedCount += Number(hasMarked(after)) - Number(hasMarked(before));
  }
  return { groups: { byKey: setValues(groups.byKey, entries), markedCount }, changes };
}

function updateGroup<T>(
  before: Group<T> | undefined,
  { removed, added }: Difference<T>,
  { isHead, isMarked }: Grouping<T>,
  byKey: Order<T>,
): Group<T> | undefined {
  const update = (rows: readonly T[] = [], fresh: readonly T[] = added) =>
    replaceRows(rows, removed, fresh, byKey);
  const rows = update(before?.rows);
  if (rows.length === 0) return undefined;
  return {
    rows,
    heads: update(before?.heads, added.filter(isHead)),
    marked: update(before?.marked, added.filter(isMarked)),
  };
}

function hasMarked<T>(group: Group<T> | undefined): boolean {
  return group !== undefined && group.marked.length > 0;
}
