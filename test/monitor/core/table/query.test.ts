import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffRows } from '../../../../src/monitor/core/resources/difference.ts';
import {
  NO_ROWS,
  type Query,
  type QueryResult,
  updateResult,
} from '../../../../src/monitor/core/table/query.ts';

/** A row of a made-up table: orders of a shop, some of which stand for a group of others. */
interface Item {
  readonly id: string;
  readonly group: string;
  readonly isHead: boolean;
  readonly price: number;
  readonly isBroken: boolean;
  /** It shows for so long, once a limit is set. */
  readonly until: number;
}

interface Settings {
  readonly isGrouped: boolean;
  /** Only broken ones, and heads of groups with a broken one. */
  readonly onlyBroken: boolean;
  readonly descending: boolean;
  readonly limited: boolean;
  /** A fact: what costs more does not show. */
  readonly budget: number;
}

const byId = (a: Item, b: Item) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function queryOf(settings: Settings, now: number, tested: Item[] = []): Query<Item> {
  const { isGrouped, onlyBroken, descending, limited, budget } = settings;
  const sign = descending ? -1 : 1;
  return {
    byKey: byId,
    order: (a, b) => sign * (a.price - b.price) || byId(a, b),
    grouping: {
      keyOf: (item) => item.group,
      isHead: (item) => item.isHead,
      isMarked: (item) => item.isBroken,
    },
    isGrouped,
    asksGroup: onlyBroken,
    admits(item, group) {
      tested.push(item);
      const broken = item.isBroken || (item.isHead && (group?.marked.length ?? 0) > 0);
      return (!onlyBroken || broken) && (!limited || now < item.until) && item.price <= budget;
    },
    ...(limited && { turnsAt: (item: Item) => [item.until] }),
    settings: [isGrouped, onlyBroken, descending, limited],
    facts: [budget],
  };
}

/** What should show, worked out from all rows in the simplest way. */
function expected(all: readonly Item[], settings: Settings, now: number): Item[] {
  const groupOf = (item: Item) => all.filter((other) => other.group === item.group);
  const leadOf = (item: Item) => groupOf(item).findLast((other) => other.isHead) ?? item;
  const { order } = queryOf(settings, now);
  return all
    .filter(
      (item) =>
        !settings.onlyBroken ||
        item.isBroken ||
        (item.isHead && groupOf(item).some((other) => other.isBroken)),
    )
    .filter((item) => !settings.limited || now < item.until)
    .filter((item) => item.price <= settings.budget)
    .sort((a, b) => {
      if (!settings.isGrouped || leadOf(a) === leadOf(b)) {
        const isLead = (item: Item) => settings.isGrouped && leadOf(item) === item;
        return Number(isLead(b)) - Number(isLead(a)) || (settings.isGrouped ? byId : order)(a, b);
      }
      return order(leadOf(a), leadOf(b));
    });
}

function run(
  before: QueryResult<Item>,
  all: readonly Item[],
  settings: Settings,
  now: number,
  tested: Item[] = [],
): QueryResult<Item> {
  const difference = diffRows(before.all, all, byId);
  return updateResult(before, queryOf(settings, now, tested), all, difference, now);
}

const anyItem = fc.record({
  id: fc.nat(15).map((n) => `i${n.toString(16)}`),
  group: fc.constantFrom('g', 'h', 'k'),
  isHead: fc.boolean(),
  price: fc.nat(3),
  isBroken: fc.boolean(),
  until: fc.nat(10),
});
const anySettings = fc.record({
  isGrouped: fc.boolean(),
  onlyBroken: fc.boolean(),
  descending: fc.boolean(),
  limited: fc.boolean(),
  budget: fc.integer({ min: 1, max: 9 }),
});
const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ put: fc.array(anyItem, { maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ take: fc.array(fc.nat(15), { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ settings: anySettings }) },
  { weight: 1, arbitrary: fc.record({ budget: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ now: fc.nat(11) }) },
);

describe('a query', () => {
  it('shows after any steps what a query of all rows would show', () => {
    fc.assert(
      fc.property(anySettings, fc.array(anyStep, { maxLength: 15 }), (first, steps) => {
        let settings = first;
        let now = 0;
        let result: QueryResult<Item> = NO_ROWS;
        const known = new Map<string, Item>();
        for (const step of steps) {
          if ('put' in step) for (const item of step.put) known.set(item.id, item);
          else if ('take' in step) for (const n of step.take) known.delete(`i${n.toString(16)}`);
          else if ('settings' in step) settings = step.settings;
          else if ('budget' in step) settings = { ...settings, budget: step.budget };
          else now = step.now;
          const all = [...known.values()].sort(byId);
          result = run(result, all, settings, now);
          expect(result.shown).toEqual(expected(all, settings, now));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('after one change among many, a query', () => {
  const SIZE = 1_000;
  const items = Array.from({ length: SIZE }, (_, i): Item => {
    const id = `i${String(i).padStart(4, '0')}`;
    const group = `g${Math.floor(i / 10)}`;
    return { id, group, isHead: i % 10 === 0, price: i % 7, isBroken: i % 100 === 5, until: i + 1 };
  });
  const plain: Settings = {
    isGrouped: false,
    onlyBroken: false,
    descending: false,
    limited: false,
    budget: 9,
  };

  /** How many rows are tested when the item of an index changes. */
  function testsAfter(settings: Settings, index: number, change: Partial<Item>, later = 0): number {
    const before = run(NO_ROWS, items, settings, 0);
    const tested: Item[] = [];
    const all = items.map((item, i) => (i === index ? { ...item, ...change } : item));
    const after = run(before, all, settings, later, tested);
    expect(after.shown).toEqual(expected(all, settings, later));
    return tested.length;
  }

  it('tests that row alone', () => {
    expect(testsAfter(plain, 15, { price: 5 })).toBe(1);
    expect(testsAfter({ ...plain, isGrouped: true }, 15, { price: 5 })).toBe(1);
  });

  it('tests the group of a head that takes another place, and no other', () => {
    expect(testsAfter({ ...plain, isGrouped: true }, 10, { isBroken: true })).toBe(1);
    expect(testsAfter({ ...plain, isGrouped: true }, 10, { price: 6 })).toBe(10);
    expect(testsAfter({ ...plain, isGrouped: true }, 10, { isHead: false })).toBe(10);
  });

  it('tests the head of its group as well, where that stands for the group', () => {
    expect(testsAfter({ ...plain, onlyBroken: true }, 15, { isBroken: true })).toBe(2);
  });

  it('tests those whose time has come, and no other', () => {
    expect(testsAfter({ ...plain, limited: true }, 500, { price: 5 })).toBe(1);
    expect(testsAfter({ ...plain, limited: true }, 500, { price: 5 }, 3)).toBe(4);
  });

  it('tests all when a fact or a setting is another', () => {
    const before = run(NO_ROWS, items, plain, 0);
    for (const settings of [
      { ...plain, budget: 3 },
      { ...plain, descending: true },
    ]) {
      const tested: Item[] = [];
      run(before, items, settings, 0, tested);
      expect(new Set(tested).size).toBe(SIZE);
    }
  });
});
