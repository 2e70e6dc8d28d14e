import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bar, shareOf } from '../../src/text/bar.ts';
import { ASCII, type Glyphs, UNICODE } from '../../src/text/glyphs.ts';
import { spanText, spanWidth } from '../support/frame-text.ts';

/** Four steps in each cell. */
const QUARTERS: Glyphs = { ...ASCII, full: '4', parts: ['', '1', '2', '3'], empty: '.' };

const drawn = (share: number, glyphs: Glyphs) => spanText(bar(share, 6, 'busy', glyphs));

describe('a bar', () => {
  it.each([
    [0, '......'],
    [0.01, '......'],
    [0.03, '1.....'],
    [4 / 9, '443...'],
    [0.5, '444...'],
    [0.99, '444444'],
    [1, '444444'],
    [-1, '......'],
    [7, '444444'],
  ])('filled to %d is %s', (share, text) => {
    expect(drawn(share, QUARTERS)).toBe(text);
  });

  it('has whole cells alone where there are no glyphs for parts of one', () => {
    expect(drawn(4 / 9, ASCII)).toBe('###...');
  });

  it('always takes the cells it is given', () => {
    const glyphs = fc.constantFrom(ASCII, UNICODE, QUARTERS);
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.nat(40), glyphs, (share, width, set) => {
        expect(spanWidth(bar(share, width, 'busy', set))).toBe(width);
      }),
    );
  });
});

describe('the share of a progress', () => {
  it.each([
    [0, 4, 0],
    [2, 4, 0.5],
    [4, 4, 1],
  ])('of %d of %d is %d', (current, max, share) => {
    expect(shareOf(current, max)).toBe(share);
  });

  it.each([
    [0, 0],
    [3, 0],
    [5, 4],
    [-1, 4],
    [1, -4],
  ])('of %d of %d is none: a bar would lie', (current, max) => {
    expect(shareOf(current, max)).toBeUndefined();
  });
});
