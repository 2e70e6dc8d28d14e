import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../src/text/cell-width.ts';
import { wrapText } from '../../src/text/wrap.ts';

describe('a sentence on several lines', () => {
  it('is broken between words', () => {
    expect(wrapText('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrapText('one two', 7)).toEqual(['one two']);
    expect(wrapText('', 9)).toEqual([]);
  });

  it('is broken within a word that has no room in any line', () => {
    expect(wrapText('see https://127.0.0.1:6443 now', 10)).toEqual([
      'see',
      'https://12',
      '7.0.0.1:64',
      '43 now',
    ]);
  });

  it('counts cells, not letters', () => {
    expect(wrapText('進捗の報告', 4)).toEqual(['進捗', 'の報', '告']);
  });

  it('loses no letter, and no line is too wide', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '-', '😀'), maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 8 }),
        fc.integer({ min: 2, max: 20 }),
        (words, width) => {
          const lines = wrapText(words.join(' '), width);
          for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(width);
          const letters = (texts: readonly string[]) => texts.join('').replaceAll(' ', '');
          expect(letters(lines)).toBe(letters(words));
        },
      ),
    );
  });
});
