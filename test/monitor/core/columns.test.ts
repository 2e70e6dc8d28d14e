import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Column,
  placeColumns,
  tableRow,
  titleRow,
} from '../../../src/monitor/core/columns.ts';
import { spanText, spanWidth } from '../../support/frame-text.ts';

type Words = Readonly<Record<string, string>>;

function column(id: string, min: number, max: number, priority: number): Column<Words, null> {
  return {
    id,
    title: id.toUpperCase(),
    min,
    max,
    priority,
    cell: (item) => [{ text: item[id] ?? '' }],
  };
}

const anyColumns = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(40), fc.nat(9)), { maxLength: 12 })
  .map((all) => all.map(([min, more, priority], i) => column(`c${i}`, min, min + more, priority)));

describe('the allocation of columns', () => {
  const columns = [column('a', 5, 20, 2), column('b', 10, 10, 0), column('c', 4, 8, 1)];
  const ids = (width: number) =>
    placeColumns(columns, width).columns.map(({ column }) => column.id);

  it('leaves out the least important first, and keeps the order of the screen', () => {
    expect(ids(30)).toEqual(['a', 'b', 'c']);
    expect(ids(17)).toEqual(['b', 'c']);
    expect(ids(10)).toEqual(['b']);
    expect(ids(3)).toEqual([]);
  });

  it('takes a narrow column where a more important one has no room', () => {
    expect(ids(9)).toEqual(['c']);
  });

  it('is never wider than the pane, and no column is wider or narrower than it may be', () => {
    fc.assert(
      fc.property(anyColumns, fc.nat(250), (some, width) => {
        const { gap, columns: got } = placeColumns(some, width);
        const total = got.reduce((sum, c) => sum + c.width, 0) + gap * Math.max(0, got.length - 1);
        expect(total).toBeLessThanOrEqual(width);
        for (const { column: c, width: cells } of got) {
          expect(cells).toBeGreaterThanOrEqual(c.min);
          expect(cells).toBeLessThanOrEqual(c.max);
        }
      }),
    );
  });

  it('leaves no room unused while a column could grow', () => {
    fc.assert(
      fc.property(anyColumns, fc.nat(250), (some, width) => {
        const { gap, columns: got } = placeColumns(some, width);
        const total = got.reduce((sum, c) => sum + c.width, 0) + gap * Math.max(0, got.length - 1);
        const grown = got.every(({ column: c, width: cells }) => cells === c.max);
        expect(grown || total === width).toBe(true);
      }),
    );
  });
});

describe('a table', () => {
  it('has titles and rows of one width, whatever stands in them', () => {
    const anyText = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'é', '漢', '…', ' ') }),
      fc.constant(''),
    );
    fc.assert(
      fc.property(anyColumns, fc.nat(200), fc.array(anyText), (some, width, texts) => {
        const table = placeColumns(some, width);
        const item = Object.fromEntries(texts.map((text, i) => [`c${i}`, text]));
        expect(spanWidth(tableRow(table, item, null))).toBe(
          spanWidth(titleRow(table, () => '').spans),
        );
      }),
    );
  });

  it('marks the title of the sorted column', () => {
    const table = placeColumns([column('a', 5, 5, 0), column('b', 5, 5, 1)], 40);
    expect(spanText(titleRow(table, (id) => (id === 'b' ? '↑' : '')).spans).trim()).toMatch(
      /^A +B↑$/,
    );
  });
});
