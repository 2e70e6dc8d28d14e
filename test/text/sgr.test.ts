import { describe, expect, test } from 'vitest';
import { parseSgr, plainLine } from '../../src/text/sgr.ts';
import type { Span } from '../../src/text/span.ts';

const RED = { fg: 1 };

describe('a log line keeps its colours', () => {
  const lines: readonly (readonly [name: string, line: string, spans: readonly Span[]])[] = [
    ['none', 'plain', [{ text: 'plain' }]],
    ['on and off', 'a\x1b[31mb\x1b[0mc', [{ text: 'a' }, { text: 'b', style: RED }, { text: 'c' }]],
    [
      'an empty sequence is a reset',
      '\x1b[31mb\x1b[mc',
      [{ text: 'b', style: RED }, { text: 'c' }],
    ],
    ['bright', '\x1b[91;104mx', [{ text: 'x', style: { fg: 9, bg: 12 } }]],
    ['256', '\x1b[38;5;208;48;5;17mx', [{ text: 'x', style: { fg: 208, bg: 17 } }]],
    ['256 with colons', '\x1b[38:5:208mx', [{ text: 'x', style: { fg: 208 } }]],
    ['24 bits, to the nearest', '\x1b[38;2;255;0;0mx', [{ text: 'x', style: { fg: 196 } }]],
    [
      '24 bits with colons',
      '\x1b[38:2::255:0:0;1mx',
      [{ text: 'x', style: { fg: 196, bold: true } }],
    ],
    ['faint', '\x1b[2mx', [{ text: 'x', style: { tone: 'muted' } }]],
    [
      'faint, and off again',
      '\x1b[2mx\x1b[22my',
      [{ text: 'x', style: { tone: 'muted' } }, { text: 'y' }],
    ],
    ['C1', '\x9b31mx', [{ text: 'x', style: RED }]],
    [
      'flags one by one',
      '\x1b[1;4;7mx\x1b[22;24;27;31mb\x1b[39mz',
      [
        { text: 'x', style: { bold: true, underline: true, inverse: true } },
        { text: 'b', style: RED },
        { text: 'z' },
      ],
    ],
  ];
  test.each(lines)('%s', (_name, line, spans) => {
    expect(parseSgr(line)).toEqual(spans);
  });
});

describe('a log line does nothing else', () => {
  test.each([
    ['it hides no text', '\x1b[8mhidden', 'hidden'],
    ['it moves no cursor', 'a\x1b[1;1Hb\x1b[2Kc', 'abc'],
    ['it sets no title', 'a\x1b]0;PWNED\x07b\x9d0;PWNED\x9cc', 'abc'],
    ['it asks nothing', 'a\x1b[6nb\x9b6nc\x1b[cd', 'abcd'],
    ['its colours inside another sequence are none', '\x1b]0;\x1b[31mx\x07', '0;x'],
    ['it has no bidi override', 'a\u202eb', 'ab'],
  ])('%s', (_name, line, text) => {
    expect(
      parseSgr(line)
        .map((span) => span.text)
        .join(''),
    ).toBe(text);
  });

  test('a line without end is cut, and says by how much', () => {
    const spans = parseSgr('x'.repeat(128 * 1024 + 7));
    expect(spans.map(({ text }) => text.length)).toEqual([
      128 * 1024,
      ' … 7 more characters'.length,
    ]);
    expect(spans[1]?.text).toBe(' … 7 more characters');
  });
});

describe('a line that starts over, as a progress bar does', () => {
  test.each([
    ['shows its last state', '1%\r2%\r3%', '3%'],
    ['shows its last state when a return ends it', '1%\r2%\r', '2%'],
    ['shows nothing of what a return began it with', '\r1%\r2%', '2%'],
    ['shows what was there last when all was erased', '1%\r100%\r     \r\x1b[K', '100%'],
    ['shows the last state between sequences', '\x1b[32m1%\x1b[0m\r\x1b[K\x1b[32m2\x1b[0m%', '2%'],
    ['keeps blanks inside of a state', '1\r\x1b[1mdone\x1b[0m \x1b[1mwell', 'done well'],
  ])('%s', (_, line, text) => {
    expect(plainLine(line)).toBe(text);
  });

  test('keeps the color that was switched on before', () => {
    expect(parseSgr('\x1b[31m1%\r2%')).toEqual([{ text: '2%', style: { fg: 1 } }]);
  });
});
