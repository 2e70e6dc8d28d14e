import type { Difference } from '../resources/difference.ts';
import { valuesOf } from '../resources/shared-map.ts';
import { insertRows, type Order, removeRows, replaceRows } from '../resources/sorted.ts';
import {
  findGroup,
  type Group,
  type Grouping,
  type Groups,
  headOf,
  NO_GROUPS,
  updateGroups,
} from './groups.ts';
import { rowsTurning, type Turn, updateTurns } from './turns.ts';

/** Which rows of a table show, and in which order. It is made for one use. */
export interface Query<T> {
  /** Orders all rows by their keys. */
  readonly byKey: Order<T>;
  /** Whether a row shows now. `group` is set where the query has `asksGroup`. */
  readonly admits: (row: T, group: Group<T> | undefined) => boolean;
  readonly order: Order<T>;
  /** Which rows belong together. Undefined for tables without groups. */
  readonly grouping?: Grouping<T>;
  /** Whether groups stand together, each head above the other rows of its group. */
  readonly isGrouped: boolean;
  /** Whether `admits` of a head depends on the other rows of its group. */
  readonly asksGroup: boolean;
  /** All instants at which time alone may change what `admits` says of a row. */
  readonly turnsAt?: (row: T) => readonly number[];
  /** What the user chose: where one is another than before, all rows are queried. */
  readonly settings: readonly unknown[];
  /** What else `admits` reads: where one is another than before, all rows are tested. */
  readonly facts: readonly unknown[];
}

/** The rows of a table, those of them that show, and what makes the next change cheap. */
export interface QueryResult<T> {
  /** All rows, sorted by key. */
  readonly all: readonly T[];
  /** Those that show, in the order of the query. */
  readonly shown: readonly T[];
  readonly groups: Groups<T>;
  readonly turns: readonly Turn<T>[];
  /** The instant that `shown` is right for. */
  readonly asOf: number;
  /** Undefined before the first query. */
  readonly settings: readonly unknown[] | undefined;
  readonly facts: readonly unknown[];
  /** What `shown` and the one before do not share; undefined after a query of all rows. */
  readonly change: ShownChange<T> | undefined;
}

/** Rows that left their places, and rows that took one. `gone` may have some that did not show. */
export interface ShownChange<T> {
  readonly gone: ReadonlySet<T>;
  readonly fresh: readonly T[];
}

export const NO_ROWS: QueryResult<never> = {
  all: [],
  shown: [],
  groups: NO_GROUPS,
  turns: [],
  asOf: 0,
  settings: undefined,
  facts: [],
  change: undefined,
};

/** More changes than this, and than an eighth of all rows: it is cheaper to sort all than to place each. */
const FEW = 64;

/**
 * Queries rows of which some changed. The result equals that of a query from the start, and costs what
 * the change touches: changed rows, rows whose group moved, rows whose time came.
 * @param before the result for the rows before the change.
 * @param all the rows now, sorted by key.
 * @param difference what `all` and `before.all` do not share.
 * @param now milliseconds since 1970; may be earlier than before.
 */
export function updateResult<T>(
  before: QueryResult<T>,
  query: Query<T>,
  all: readonly T[],
  difference: Difference<T>,
  now: number,
): QueryResult<T> {
  const { removed, added } = difference;
  const { settings, facts, grouping, turnsAt } = query;
  const { groups, changes } = grouping
    ? updateGroups(before.groups, difference, grouping, query.byKey)
    : { groups: before.groups, changes: [] };
  const base = { all, groups, asOf: now, settings, facts };
  const isSame = before.settings !== undefined && areSame(before.settings, settings);
  if (!isSame || added.length > Math.max(FEW, all.length / 8)) {
    const turns = turnsAt ? updateTurns([], new Set<T>(), all, turnsAt) : [];
    return { ...base, turns, shown: queryAll(query, all, groups), change: undefined };
  }

  const turns = turnsAt ? updateTurns(before.turns, removed, added, turnsAt) : [];
  // A changed row takes its new place even where it is tested for another reason, too.
  const moved = new Set<T>(added);
  for (const change of changes) {
    for (const row of rowsMoved(query, change.before, change.after)) moved.add(row);
  }
  for (const row of rowsTurning(turns, before.asOf, now)) moved.add(row);
  const test = testOf(query, groups);
  const fresh = [...moved].filter(test);
  const gone = new Set(removed);
  for (const row of moved) gone.add(row);
  // What comes was not there.
  for (const row of added) gone.delete(row);
  if (!areSame(before.facts, facts)) {
    const known = new Set(before.shown);
    for (const row of before.shown) if (!gone.has(row) && !test(row)) gone.add(row);
    for (const row of all) if (!known.has(row) && !moved.has(row) && test(row)) fresh.push(row);
  }
  const change = { gone, fresh };
  return { ...base, turns, change, shown: replaceShown(before, query, groups, change) };
}

/** Takes some rows out of those that show, and puts others in. */
function replaceShown<T>(
  before: QueryResult<T>,
  query: Query<T>,
  groups: Groups<T>,
  { gone, fresh }: ShownChange<T>,
): readonly T[] {
  if (!query.isGrouped) return replaceRows(before.shown, gone, fresh, query.order);
  // Heads may have changed, and the order of groups with them.
  const left = removeRows(before.shown, gone, groupedOrder(query, before.groups));
  return insertRows(left, fresh, groupedOrder(query, groups));
}

/** Queries all rows. */
function queryAll<T>(query: Query<T>, all: readonly T[], groups: Groups<T>): readonly T[] {
  const shown = query.asksGroup
    ? [...valuesOf(groups.byKey)].flatMap((group) =>
        group.rows.filter((row) => query.admits(row, group)),
      )
    : all.filter((row) => query.admits(row, undefined));
  return shown.sort(query.isGrouped ? groupedOrder(query, groups) : query.order);
}

/** The rows of a changed group that have to be looked at, besides those that changed themselves. */
function rowsMoved<T>(
  { isGrouped, asksGroup, order }: Query<T>,
  before: Group<T> | undefined,
  after: Group<T> | undefined,
): readonly T[] {
  if (after === undefined) return [];
  if (isGrouped) {
    const old = headOf(before);
    const head = headOf(after);
    const stays = old === head || (old && head && order(old, head) === 0);
    if (!stays) return after.rows;
  }
  return asksGroup ? after.heads : [];
}

function testOf<T>(query: Query<T>, groups: Groups<T>): (row: T) => boolean {
  const { asksGroup, grouping, admits } = query;
  if (!asksGroup || !grouping) return (row) => admits(row, undefined);
  return (row) => admits(row, findGroup(groups, grouping.keyOf(row)));
}

/** Groups in the order of their heads; rows of a group without a head stand for themselves. */
function groupedOrder<T>({ order, byKey, grouping }: Query<T>, groups: Groups<T>): Order<T> {
  const leads = new Map<T, T>();
  const leadOf = (row: T): T => {
    const known = leads.get(row);
    if (known !== undefined) return known;
    const group = grouping && findGroup(groups, grouping.keyOf(row));
    const lead = headOf(group) ?? row;
    leads.set(row, lead);
    return lead;
  };
  return (a, b) => {
    const leadA = leadOf(a);
    const leadB = leadOf(b);
    if (leadA !== leadB) return order(leadA, leadB);
    return Number(b === leadB) - Number(a === leadA) || byKey(a, b);
  };
}

function areSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, i) => Object.is(value, other[i]));
}
