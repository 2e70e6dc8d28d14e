import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  insertRows,
  lowerBound,
  removeRows,
  replaceRows,
} from '../../../../src/monitor/core/resources/sorted.ts';

const byNumber = (a: number, b: number) => a - b;
// More than a hundred at times: few and many are inserted in different ways.
const anyNumbers = fc.array(fc.integer({ min: 0, max: 300 }), { size: '+1' });
const numbers = anyNumbers.map((some) => [...new Set(some)].sort(byNumber));

describe('sorted rows', () => {
  it('with others inserted are what sorting all of them gives', () => {
    fc.assert(
      fc.property(numbers, anyNumbers, (rows, some) => {
        const added = [...new Set(some)].filter((n) => !rows.includes(n));
        const before = [...rows];
        expect(insertRows(rows, added, byNumber)).toEqual([...rows, ...added].sort(byNumber));
        expect(rows).toEqual(before);
      }),
    );
  });

  it('lose exactly what is removed, however much that is', () => {
    fc.assert(
      fc.property(numbers, anyNumbers, (rows, some) => {
        const removed = new Set(some);
        const left = rows.filter((n) => !removed.has(n));
        expect(removeRows(rows, removed)).toEqual(left);
        expect(removeRows(rows, removed, byNumber)).toEqual(left);
      }),
    );
  });

  it('with some replaced are what removing and sorting gives, however much that is', () => {
    const anyRow = fc.record({ key: fc.integer({ min: 0, max: 99 }), version: fc.nat(3) });
    const anyRows = fc.uniqueArray(anyRow, { selector: ({ key }) => key, size: '+1' });
    const byKey = (a: { key: number }, b: { key: number }) => a.key - b.key;
    fc.assert(
      fc.property(anyRows, anyRows, fc.array(fc.nat(99)), (some, added, gone) => {
        const rows = [...some].sort(byKey);
        const keys = new Set([...gone, ...added.map(({ key }) => key)]);
        const removed = new Set(rows.filter(({ key }) => keys.has(key)));
        const before = [...rows];
        const expected = [...rows.filter((row) => !removed.has(row)), ...added].sort(byKey);
        expect(replaceRows(rows, removed, added, byKey)).toEqual(expected);
        expect(rows).toEqual(before);
      }),
    );
  });

  it('are the same array when nothing is inserted or removed', () => {
    const rows = [1, 2];
    expect(insertRows(rows, [], byNumber)).toBe(rows);
    expect(removeRows(rows, new Set())).toBe(rows);
  });

  it('are searched with few comparisons, also when a run of rows is inserted', () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => i * 100);
    const run = Array.from({ length: 80 }, (_, i) => 50_001 + i);
    let compared = 0;
    const counting = (a: number, b: number) => {
      compared++;
      return a - b;
    };
    insertRows(rows, run, counting);
    // About ten to find the place, one for each of the run, and one for each to sort the run.
    expect(compared).toBeLessThan(200);
    expect(lowerBound(rows, (n) => n - 50_000)).toBe(500);
    expect(lowerBound(rows, (n) => n - 50_001)).toBe(501);
    expect(lowerBound([], () => 0)).toBe(0);
  });
});
