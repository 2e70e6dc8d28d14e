import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { cellWidth, cut, isPlain, pad, splitCells } from '../../src/text/cell-width.ts';

function shape(text: string): string {
  return splitCells(text)
    .map((cell) => cell.text + (cell.width === 2 ? '=' : ''))
    .join('|');
}

describe('a text is split into cells', () => {
  test.each([
    ['ascii', 'ab c', 'a|b| |c'],
    ['lines and blocks', '╭─█▌⣿', '╭|─|█|▌|⣿'],
    ['ideographs take two columns', 'a日本', 'a|日=|本='],
    ['hangul in parts becomes whole', '\u1112\u1161\u11ab', '한='],
    ['a letter and its mark are one', 'e\u0301', 'é'],
    ['marks that have no whole letter stay with theirs', 'กี่', 'กี่'],
    ['a spacing mark has its own column', 'हि', 'ह|ि'],
    ['an emoji takes two columns', '✅x', '✅=|x'],
    ['a joined emoji is shown by its first', '👨‍👩‍👧x', '👨=|x'],
    ['a skin tone is not shown', '👍🏽', '👍='],
    ['an emoji by selector takes the columns of an emoji', '❤\ufe0f', '❤='],
    ['a keycap is shown by its digit', '1\ufe0f\u20e3', '1='],
    ['a flag is shown by its letters', '🇩🇪', '🇩|🇪'],
    ['control characters take no column', 'a\x1b\x07\x9bb', 'a|b'],
    ['what is invisible takes no column', 'a\u200b\u202e\u00adb', 'a|b'],
    ['a lone mark takes no column', '\u0301a', 'a'],
    ['a line separator is a space', 'a\u2028b', 'a| |b'],
    ['half a surrogate pair takes no column', 'a\ud800b', 'a|b'],
  ])('%s', (_name, text, expected) => {
    expect(shape(text)).toBe(expected);
    expect(cellWidth(text)).toBe(splitCells(text).reduce((sum, cell) => sum + cell.width, 0));
  });

  test('a tower of marks is cut', () => {
    const [cell, ...rest] = splitCells(`Z${'\u0301'.repeat(200)}`);
    expect(rest).toEqual([]);
    expect(cell?.text.length).toBeLessThan(8);
  });
});

test('every character that is taken for plain is one column by the tables too', () => {
  for (let code = 0; code < 0x3000; code++) {
    const char = String.fromCharCode(code);
    if (isPlain(char)) expect([char, stringWidth(char)]).toEqual([char, 1]);
  }
});

describe('a text is cut', () => {
  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['abcdef', 1, '…'],
    ['abcdef', 0, ''],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['', 0, ''],
  ])('%j to %i columns', (text, columns, expected) => {
    expect(cut(text, columns)).toBe(expected);
  });
});

test('a text is padded to exactly the columns', () => {
  expect(pad('ab', 4)).toBe('ab  ');
  expect(pad('7', 3, 'start')).toBe('  7');
  expect(pad('日本語', 4)).toBe('日… ');
  expect(pad('abc', 2)).toBe('a…');
});
