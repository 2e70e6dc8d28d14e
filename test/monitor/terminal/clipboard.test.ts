import { describe, expect, test } from 'vitest';
import { copySequence } from '../../../src/monitor/terminal/clipboard.ts';

/** What a terminal puts into its clipboard. */
function copied(sequence: string): string {
  const [, base64 = ''] = /^\x1b\]52;c;([^\x07]*)\x07$/.exec(sequence) ?? [];
  return Buffer.from(base64, 'base64').toString('utf8');
}

describe('a text that is copied', () => {
  test('arrives whole', () => {
    expect(copied(copySequence('kontinue show größe-日本', undefined))).toBe(
      'kontinue show größe-日本',
    );
  });

  test('is cut to what terminals take, and never inside of a character', () => {
    for (const begin of ['', 'x', 'xx']) {
      const text = copied(copySequence(begin + '日'.repeat(50_000), undefined));
      expect(text).toMatch(/^x*日+$/);
      expect(Buffer.byteLength(text)).toBeGreaterThan(73_990);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(74_000);
    }
  });

  test('passes through screen in pieces that screen takes', () => {
    const pieces = copySequence('y'.repeat(2_000), 'screen').match(
      /\x1bP[^\x1b]*(\x1b\]52[^\x1b]*)?\x1b\\/g,
    );
    expect(pieces?.length).toBeGreaterThan(1);
    for (const piece of pieces ?? []) expect(piece.length).toBeLessThanOrEqual(512 + 4);
  });

  test('is sent twice in tmux: to itself, and through it', () => {
    const sequence = copySequence('a', 'tmux');
    const osc = copySequence('a', undefined);
    expect(sequence).toBe(`${osc}\x1bPtmux;\x1b${osc}\x1b\\`);
  });
});
