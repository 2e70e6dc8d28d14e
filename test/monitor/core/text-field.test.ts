import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editField,
  fieldText,
  fieldWindow,
  insertText,
  type TextField,
  textField,
} from '../../../src/monitor/core/text-field.ts';
import { cellWidth, splitCells } from '../../../src/text/cell-width.ts';

/** A field as a text with `|` for the cursor. */
function field(text: string): TextField {
  const [before = '', after = ''] = text.split('|');
  const start = textField(before);
  return { text: [...start.text, ...textField(after).text], cursor: start.cursor };
}

function shown({ text, cursor }: TextField | undefined = textField()): string {
  return text.toSpliced(cursor, 0, '|').join('');
}

describe('an editing key', () => {
  it.each([
    ['left', 'ab|c', 'a|bc'],
    ['left', '|abc', '|abc'],
    ['right', 'ab|c', 'abc|'],
    ['right', 'abc|', 'abc|'],
    ['ctrl-b', 'ab|c', 'a|bc'],
    ['ctrl-f', 'ab|c', 'abc|'],
    ['home', 'ab|c', '|abc'],
    ['ctrl-a', 'ab|c', '|abc'],
    ['end', '|abc', 'abc|'],
    ['ctrl-e', '|abc', 'abc|'],
    ['backspace', 'ab|c', 'a|c'],
    ['backspace', '|abc', '|abc'],
    ['delete', 'a|bc', 'a|c'],
    ['delete', 'abc|', 'abc|'],
    ['ctrl-d', 'a|bc', 'a|c'],
    ['ctrl-k', 'a|bc', 'a|'],
    ['ctrl-u', 'ab|c', '|c'],
    ['ctrl-w', 'fix the disk|', 'fix the |'],
    ['ctrl-w', 'fix the  |disk', 'fix |disk'],
    ['ctrl-w', 'fix the di|sk', 'fix the |sk'],
    ['ctrl-w', '  |', '|'],
    ['ctrl-w', '|abc', '|abc'],
  ])('%s makes %s into %s', (key, before, after) => {
    expect(shown(editField(field(before), key))).toBe(after);
  });

  it.each(['enter', 'esc', 'tab', 'up', 'f1', 'ctrl-x', 'j'])('%s edits nothing', (key) => {
    expect(editField(field('a|b'), key)).toBeUndefined();
  });

  it('counts what a person sees as one letter', () => {
    const flag = textField('añ👩‍👩‍👧é');
    expect(flag.cursor).toBe(4);
    expect(fieldText(editField(flag, 'backspace') ?? flag)).toBe('añ👩‍👩‍👧');
    expect(shown(editField(editField(flag, 'left') ?? flag, 'backspace'))).toBe('añ|é');
  });
});

describe('typed and pasted text', () => {
  it('goes in at the cursor', () => {
    expect(shown(insertText(field('a|c'), 'b'))).toBe('ab|c');
  });

  it('stays on one line', () => {
    expect(fieldText(insertText(textField(), '{\n  "a": 1\r\n}'))).toBe('{   "a": 1 }');
  });

  it('can be anything: the cursor stays in the text, and what is typed is there', () => {
    const step = fc.oneof(
      fc.constantFrom('left', 'right', 'home', 'end', 'backspace', 'delete', 'ctrl-w', 'ctrl-u'),
      fc.string({ unit: 'grapheme', maxLength: 3 }).map((text) => ({ text })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let now = textField();
        for (const next of steps) {
          const before = fieldText(now).length;
          if (typeof next === 'string') {
            now = editField(now, next) ?? now;
            expect(fieldText(now).length).toBeLessThanOrEqual(before);
          } else {
            now = insertText(now, next.text);
            expect(fieldText(now).length).toBe(before + next.text.length);
          }
          expect(now.cursor).toBeGreaterThanOrEqual(0);
          expect(now.cursor).toBeLessThanOrEqual(now.text.length);
        }
      }),
    );
  });
});

describe('the part of a field that shows', () => {
  it('is all of it where there is room for it and the cursor', () => {
    expect(fieldWindow(field('abc|def'), 7)).toEqual({ text: 'abcdef', cursor: 3 });
    expect(fieldWindow(field('|'), 4)).toEqual({ text: '', cursor: 0 });
  });

  it('is the part around the cursor where there is not, with a sign at the sides that go on', () => {
    expect(fieldWindow(field('abcdefghij|'), 6)).toEqual({ text: '…hij', cursor: 4 });
    expect(fieldWindow(field('|abcdefghij'), 6).text).toMatch(/^abc.*…$/);
  });

  it('never takes more room, and always shows the cursor', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', '漢', 'é'), maxLength: 60 });
    fc.assert(
      fc.property(letters, fc.nat(60), fc.integer({ min: 8, max: 40 }), (text, at, width) => {
        const whole = textField(text);
        const cursor = Math.min(at, whole.text.length);
        const shownPart = fieldWindow({ ...whole, cursor }, width);
        expect(cellWidth(shownPart.text)).toBeLessThanOrEqual(width);
        expect(shownPart.cursor).toBeLessThan(width);
        const before = whole.text.slice(0, cursor).join('');
        const cells = splitCells(shownPart.text);
        let shownBefore = '';
        for (const cell of cells) {
          if (cellWidth(shownBefore) + cell.width > shownPart.cursor) break;
          shownBefore += cell.text;
        }
        expect(before.endsWith(shownBefore.replace('…', ''))).toBe(true);
      }),
    );
  });
});
