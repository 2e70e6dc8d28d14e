import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/text/cell-width.ts';
import { sliceSpans, wrapSpans } from '../../src/text/spans.ts';

const SPANS = [{ text: 'ab', style: { bold: true } }, { text: '日本' }, { text: 'cd' }];
const textOf = (spans: readonly { readonly text: string }[]) =>
  spans.map(({ text }) => text).join('');

describe('a slice of spans', () => {
  test.each([
    [0, 8, 'ab日本cd'],
    [1, 3, 'b日'],
    [3, 2, '  '],
    [3, 4, ' 本c'],
    [2, 3, '日 '],
    [7, 9, 'd'],
    [8, 3, ''],
  ])('from cell %d, %d cells long, is %j', (from, count, text) => {
    expect(textOf(sliceSpans(SPANS, from, count))).toBe(text);
  });

  test('keeps the style of each span', () => {
    expect(sliceSpans(SPANS, 1, 2)).toEqual([{ text: 'b', style: { bold: true } }, { text: ' ' }]);
  });
});

describe('wrapped spans', () => {
  test('fill each line, and never split a wide character', () => {
    const lines = wrapSpans(SPANS, 3);
    expect(lines.map(textOf)).toEqual(['ab', '日', '本c', 'd']);
    for (const line of lines) expect(cellWidth(textOf(line))).toBeLessThanOrEqual(3);
  });
});
