import { describe, expect, it } from 'vitest';
import { fitSpans } from '../../src/text/spans.ts';
import { spanText } from '../support/frame-text.ts';

describe('spans fitted to a width', () => {
  it.each<[string, string, number, boolean, string]>([
    ['filled on the right', 'ab', 5, false, 'ab   '],
    ['filled on the left', 'ab', 5, true, '   ab'],
    ['cut with an ellipsis', 'abcdef', 4, false, 'abc…'],
    ['full', 'abcd', 4, false, 'abcd'],
    ['of no width', 'abcd', 0, false, ''],
    ['cut before a wide letter', '漢字漢字', 4, false, '漢… '],
  ])('is %s', (_, text, width, right, expected) => {
    expect(spanText(fitSpans([{ text }], width, right))).toBe(expected);
  });

  it('takes exactly its width, and keeps the style of each part', () => {
    const spans = [{ text: 'ab', style: { tone: 'bad' as const } }, { text: 'cd' }];
    expect(fitSpans(spans, 3)).toEqual([spans[0], { text: '…' }]);
    expect(fitSpans(spans, 6, false, { underline: true })).toEqual([
      ...spans,
      { text: '  ', style: { underline: true } },
    ]);
  });
});
