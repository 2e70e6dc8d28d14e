import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampScroll,
  followRow,
  type Move,
  moveScroll,
  type Scroll,
} from '../../../src/monitor/core/scroll.ts';

const MOVES: readonly Move[] = [
  'up',
  'down',
  'pageUp',
  'pageDown',
  'halfUp',
  'halfDown',
  'first',
  'last',
];

describe('a move', () => {
  const at = (cursor: number, top: number): Scroll => ({ cursor, top });

  it.each<[Move, Scroll, Scroll]>([
    ['down', at(0, 0), at(1, 0)],
    ['down', at(9, 0), at(10, 1)],
    ['down', at(99, 90), at(99, 90)],
    ['up', at(0, 0), at(0, 0)],
    ['up', at(50, 50), at(49, 49)],
    ['pageDown', at(0, 0), at(9, 0)],
    ['pageDown', at(9, 0), at(18, 9)],
    ['pageUp', at(5, 0), at(0, 0)],
    ['halfDown', at(0, 0), at(5, 0)],
    ['halfUp', at(99, 90), at(94, 90)],
    ['first', at(50, 45), at(0, 0)],
    ['last', at(0, 0), at(99, 90)],
  ])('%s from %o leads to %o in 100 rows, ten of them on the screen', (move, from, to) => {
    expect(moveScroll(from, move, 100, 10)).toEqual(to);
  });

  it('moves by one row at least in a pane of one row', () => {
    expect(moveScroll(at(3, 3), 'pageDown', 9, 1)).toEqual(at(4, 4));
    expect(moveScroll(at(3, 3), 'halfUp', 9, 1)).toEqual(at(2, 2));
  });

  it('does nothing where there are no rows', () => {
    for (const move of MOVES) expect(moveScroll(at(0, 0), move, 0, 10)).toEqual(at(0, 0));
  });
});

describe('the cursor', () => {
  const rows = fc.nat(60);
  const height = fc.integer({ min: 1, max: 20 });
  const scroll = fc.record({ cursor: fc.integer({ min: -5, max: 80 }), top: fc.nat(80) });

  function expectOnScreen({ cursor, top }: Scroll, count: number, lines: number): void {
    expect(cursor).toBeGreaterThanOrEqual(0);
    expect(cursor).toBeLessThanOrEqual(Math.max(0, count - 1));
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThanOrEqual(cursor);
    expect(cursor).toBeLessThan(top + lines);
    // No empty lines below the last row while there are rows above the first.
    expect(top).toBeLessThanOrEqual(Math.max(0, count - lines));
  }

  it('is always on a row and on the screen', () => {
    fc.assert(
      fc.property(scroll, rows, height, (from, count, lines) => {
        expectOnScreen(clampScroll(from, count, lines), count, lines);
      }),
    );
  });

  it('stays so through any moves, also while rows come and go and the pane changes', () => {
    const step = fc.tuple(fc.constantFrom(...MOVES), rows, height);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let now: Scroll = { cursor: 0, top: 0 };
        for (const [move, count, lines] of steps) {
          now = moveScroll(now, move, count, lines);
          expectOnScreen(now, count, lines);
        }
      }),
    );
  });

  it('follows its row', () => {
    fc.assert(
      fc.property(
        scroll,
        fc.integer({ min: 1, max: 60 }),
        height,
        fc.nat(),
        (from, n, lines, to) => {
          const index = to % n;
          const next = clampScroll(followRow(clampScroll(from, n, lines), index), n, lines);
          expect(next.cursor).toBe(index);
          expectOnScreen(next, n, lines);
        },
      ),
    );
  });

  it('keeps its line on the screen when rows come above it', () => {
    const before: Scroll = { cursor: 25, top: 20 };
    expect(followRow(before, 28)).toEqual({ cursor: 28, top: 23 });
  });

  it('lets rows that come in at the top be seen while the top is shown', () => {
    expect(followRow({ cursor: 3, top: 0 }, 5)).toEqual({ cursor: 5, top: 0 });
  });
});
