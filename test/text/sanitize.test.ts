import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/text/sanitize.ts';

describe('a text from the cluster is cleaned', () => {
  test.each([
    ['plain text stays', 'connection timeout', 'connection timeout'],
    ['markup stays, as text', '{bold}{red-fg}x{/}', '{bold}{red-fg}x{/}'],
    ['other scripts stay', 'Ошибка 日本 é', 'Ошибка 日本 é'],
    ['colours go', '\x1b[1;31mred\x1b[0m', 'red'],
    ['cursor movement goes', 'a\x1b[2J\x1b[1;1Hb', 'ab'],
    ['a title goes', 'a\x1b]0;PWNED\x07b', 'ab'],
    ['a title ended by ST goes', 'a\x1b]0;PWNED\x1b\\b', 'ab'],
    ['a clipboard write goes', '\x1b]52;c;cm0gLXJm\x07x', 'x'],
    ['a device control string goes', 'a\x1bP+q544e\x1b\\b', 'ab'],
    ['a reset goes', 'a\x1bcb', 'ab'],
    ['a charset switch goes', 'a\x1b(0b', 'ab'],
    ['C1 sequences go', 'a\x9b6nb\x9d0;PWNED\x9cc', 'abc'],
    ['an unterminated title hides nothing', 'a\x1b]0;rest', 'a0;rest'],
    ['a lone escape goes', 'a\x1b', 'a'],
    ['bells, backspaces and nulls go', 'a\x07\x08\x00\x7fb', 'ab'],
    ['bidi overrides go', 'user\u202etxt.exe\u2066', 'usertxt.exe'],
    ['zero-width characters go', 'pay\u200bments\ufeff\u2060', 'payments'],
    ['half a surrogate pair is replaced', 'a\ud83db', 'a\ufffdb'],
    ['tabs become spaces', 'a\tb', 'a    b'],
    ['newlines inside show', 'a\nb\r\nc\rd', 'a↵b↵c↵d'],
    ['newlines at the end go', 'a\n\n', 'a'],
    ['line separators show', 'a\u2028b\u0085c', 'a↵b↵c'],
  ])('%s', (_name, text, expected) => {
    expect(sanitize(text)).toBe(expected);
  });

  test('a long text is cut, and never inside a character', () => {
    expect(sanitize('x'.repeat(20), { cap: 10 })).toBe(`${'x'.repeat(9)}…`);
    expect(sanitize('😀😀😀', { cap: 4 })).toBe('😀…');
    expect(sanitize('x'.repeat(1_000_000)).length).toBe(4096);
  });

  test('nothing that a terminal obeys is left of any text', () => {
    const parts = fc.constantFrom(...'\x1b\x9b\x9d\x9c\x07\u202e\u200b\n\t[]P0;m{}aé日', '\ud800');
    const text = fc.array(parts, { maxLength: 40 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(text, (dirty) => {
        expect(sanitize(dirty)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(sanitize(sanitize(dirty))).toBe(sanitize(dirty));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
