import { afterEach, describe, expect, test } from 'vitest';
import { CONTINUATION, createGate } from '../../../src/monitor/terminal/draw.ts';
import {
  type Screen as Cells,
  openScreen,
  PLAIN_ATTRIBUTES,
} from '../../../src/monitor/terminal/screen.ts';
import { splitCells } from '../../../src/text/cell-width.ts';
import { createScreen, type Screen, type WidthTable } from '../../support/screen.ts';

const SIZE = { width: 40, height: 12 };
const RED_ON_BLUE = (1 << 9) | 4;

/** Puts text into cells as a pane would, wide characters with their continuation. */
function put(
  cells: Cells,
  top: number,
  left: number,
  text: string,
  style = PLAIN_ATTRIBUTES,
): void {
  const line = cells.lines[top];
  if (line === undefined) return;
  let x = left;
  for (const cell of splitCells(text)) {
    line.splice(x, 1, [style, cell.text]);
    if (cell.width === 2) line.splice(x + 1, 1, [style, CONTINUATION]);
    x += cell.width;
  }
  line.dirty = true;
}

/** Puts raw text into one cell: what must never happen, and must do no harm. */
function putRaw(cells: Cells, top: number, left: number, text: string): void {
  const line = cells.lines[top];
  if (line === undefined) return;
  line.splice(left, 1, [PLAIN_ATTRIBUTES, text]);
  line.dirty = true;
}

let screens: Screen[] = [];

function open(options: { widths?: WidthTable; ascii?: boolean } = {}) {
  const screen = createScreen(SIZE, options.widths);
  screens.push(screen);
  const cells = openScreen(SIZE);
  const gate = createGate(SIZE, options.ascii ?? false);
  const draw = async (): Promise<string> => {
    const bytes = gate.draw(cells.lines);
    await screen.write(bytes);
    return bytes;
  };
  return { screen, cells, gate, draw };
}

afterEach(() => {
  for (const screen of screens) screen.dispose();
  screens = [];
});

describe('few bytes', () => {
  test('a frame that changed nothing sends nothing', async () => {
    const { cells, draw } = open();
    put(cells, 1, 1, 'hello', RED_ON_BLUE);
    await draw();
    for (const line of cells.lines) line.dirty = true;
    expect(await draw()).toBe('');
  });

  test('an age that changed sends its cells and a position', async () => {
    const { screen, cells, draw } = open();
    put(cells, 4, 0, 'deploy-cluster-7f3  Executing  12m');
    await draw();
    put(cells, 4, 0, 'deploy-cluster-7f3  Executing  13m');
    expect(await draw()).toBe('\x1b[5;33H3');
    expect(screen.lines()[4]).toBe('deploy-cluster-7f3  Executing  13m');
  });

  test('a coloured row that changed sends less than 50 bytes', async () => {
    const { cells, draw } = open();
    put(cells, 4, 0, 'orders ● Executing ██▌··· 2/6', RED_ON_BLUE);
    await draw();
    put(cells, 4, 0, 'orders ● Executing ███··· 3/6', RED_ON_BLUE);
    expect(Buffer.byteLength(await draw())).toBeLessThanOrEqual(50);
  });

  test('a line that became blank is erased in one sequence', async () => {
    const { screen, cells, draw } = open();
    put(cells, 4, 0, 'a'.repeat(SIZE.width));
    await draw();
    put(cells, 4, 0, ' '.repeat(SIZE.width));
    expect(await draw()).toBe('\x1b[5;1H\x1b[K');
    expect(screen.lines()[4]).toBe('');
  });

  test('a long gap between two texts is erased and not sent', async () => {
    const { screen, cells, draw } = open();
    put(cells, 4, 0, `│${'x'.repeat(30)}│`);
    await draw();
    put(cells, 4, 0, `│${' '.repeat(30)}│`);
    expect(await draw()).toBe('\x1b[5;2H\x1b[30X');
    expect(screen.lines()[4]).toBe(`│${' '.repeat(30)}│`);
  });

  test('only a large frame asks to be shown at once', async () => {
    const { cells, draw } = open();
    const first = await draw();
    put(cells, 0, 0, 'x');
    expect(await draw()).not.toContain('?2026');
    for (let y = 0; y < SIZE.height; y++) put(cells, y, 0, 'y'.repeat(SIZE.width), y);
    expect(await draw()).toMatch(/^\x1b\[\?2026h[\s\S]*\x1b\[\?2026l$/);
    expect(first).not.toContain('\x1b[2J');
  });

  test('after forgetting, every cell is sent over whatever is there', async () => {
    const { screen, cells, gate, draw } = open();
    put(cells, 2, 0, 'ours');
    await draw();
    await screen.write('\x1b[H\x1b[31mgarbage\r\n\r\n\r\ngarbage');
    gate.forget(SIZE);
    for (const line of cells.lines) line.dirty = true;
    await draw();
    expect(screen.lines().filter((line) => line !== '')).toEqual(['ours']);
  });
});

describe('nothing but text passes, whatever stands in a cell', () => {
  test.each([
    ['an escape', '\x1b[2J'],
    ['a title', '\x1b]0;PWNED\x07'],
    ['a question', '\x1b[6n'],
    ['a C1 question', '\x9b6n'],
    ['a C1 title', '\x9d0;PWNED\x9c'],
    ['a reset', '\x1bc'],
    ['the other screen', '\x1b[?1049h'],
    ['a bell', '\x07'],
    ['a newline', '\n'],
    ['a bidi override', '\u202e'],
    ['half a surrogate pair', '\ud800'],
    ['many letters', 'abc'],
  ])('%s', async (_name, text) => {
    const { screen, cells, draw } = open();
    put(cells, 3, 0, '|before');
    put(cells, 3, 21, 'after|');
    putRaw(cells, 3, 20, text);
    const bytes = (await draw()).replace(/\x1b\[[\d;?]*[CHKXhlm]/g, '');

    expect(bytes).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(screen.lines()[3]).toMatch(/^\|before {13}.after\|$/);
    expect([screen.titles, screen.replies, screen.alternate]).toEqual([[], [], false]);
  });
});

describe('wide and doubtful characters move nothing', () => {
  const texts = [
    ...[
      '日本語テキスト',
      '한국어',
      '✅ done',
      '😀😀',
      '👨‍👩‍👧 family',
      '🇩🇪 flag',
      '❤\ufe0f',
      '1\ufe0f\u20e3',
    ],
    ...['e\u0301a\u0300', 'ภาษาไทยกี่', 'हिन्दी नमस्ते', '✔ ✖ ↻ ⊘ ◐', 'ﾊﾞ', 'ａｂ', '\u200bzero', 'عربى'],
  ];

  test.each(['6', '11'] as const)('by the widths of Unicode %s', async (widths) => {
    const { screen, cells, draw } = open({ widths });
    const paint = async (rows: readonly string[]): Promise<void> => {
      for (let y = 0; y < SIZE.height; y++) {
        put(cells, y, 0, `│${' '.repeat(29)}│ right │`);
        put(cells, y, 1, rows[y] ?? '');
      }
      await draw();
    };
    for (let i = 0; i < texts.length; i++) {
      const rows = Array.from(
        { length: SIZE.height },
        (_, y) => texts[(i + y) % texts.length] ?? '',
      );
      await paint(rows);
      for (let y = 0; y < SIZE.height; y++) {
        const right = Array.from({ length: 9 }, (_, x) => screen.cell(30 + x, y).text).join('');
        expect([rows[y], right]).toEqual([rows[y], '│ right │']);
        expect(screen.cell(0, y).text).toBe('│');
      }
    }
    await paint([]);
    expect(screen.lines()).toEqual(
      Array.from({ length: SIZE.height }, () => `│${' '.repeat(29)}│ right │`),
    );
  });

  test('one that the terminal draws wide against all tables does not cover its neighbour', async () => {
    const { screen, cells, draw } = open({ widths: 'greedy' });
    put(cells, 0, 0, '│✔ok│ right');
    await draw();
    put(cells, 0, 0, '│✖ok│ right');
    await draw();
    expect(screen.lines()[0]).toMatch(/^│.ok│ right$/);
  });

  test.each([
    'e\u0301\u0302\u0303\u0304',
    '漢\u0301\u0302',
    'क्षि',
    'กำ้',
    '👨\u200d👩\u200d👧',
    '🇩🇪',
    '1\ufe0f\u20e3',
  ])('a terminal that draws %s as the sum of its parts keeps every border', async (sequence) => {
    const { screen, cells, draw } = open({ widths: 'parts' });
    const row = (text: string) => {
      const width = splitCells(text).reduce((sum, cell) => sum + cell.width, 0);
      return `│${text}${' '.repeat(SIZE.width - 2 - width)}│`;
    };
    const borders = (line: number) => [0, SIZE.width - 1].map((x) => screen.cell(x, line).text);
    for (const text of ['plain', `${sequence}x`, `left ${sequence}`, 'plain']) {
      for (let line = 0; line < 3; line++) put(cells, line, 0, row(text));
      await draw();
      for (let line = 0; line < 3; line++) expect(borders(line)).toEqual(['│', '│']);
    }
    const tail = `${'y'.repeat(SIZE.width - 2 - 4)}${sequence}`.slice(0, 200);
    const cut = splitCells(tail);
    let width = cut.reduce((sum, cell) => sum + cell.width, 0);
    while (width > SIZE.width - 2) width -= cut.shift()?.width ?? 1;
    const full = cut.map((cell) => cell.text).join('');
    for (let round = 0; round < 2; round++) {
      put(cells, 0, 0, row(full));
      put(cells, 1, 0, row('below'));
      await draw();
      expect(borders(0)).toEqual(['│', '│']);
      expect(borders(1)).toEqual(['│', '│']);
      put(cells, 0, 0, row(`${full.slice(1)} `.slice(0, full.length)));
      await draw();
      expect(borders(0)).toEqual(['│', '│']);
      expect(borders(1)).toEqual(['│', '│']);
    }
  });

  test.each([
    ['a', 'e\u0301\u0302\u0303\u0304'],
    ['ab', '漢\u0301\u0302'],
    ['ab', 'ก\u0e33\u0e49'],
  ])(
    'a sequence in the place of %s covers nothing behind it, drawn as the sum of its parts',
    async (before, after) => {
      const { screen, cells, draw } = open({ widths: 'parts' });
      put(cells, 0, 0, `│${before}│││││right`);
      await draw();
      put(cells, 0, 1, after);
      await draw();
      expect(screen.lines()[0]?.slice(-10)).toBe('│││││right');
    },
  );

  test('one that the terminal draws narrow shows nothing of what was there', async () => {
    const { screen, cells, draw } = open({ widths: '6' });
    put(cells, 0, 0, 'abcd');
    await draw();
    put(cells, 0, 1, '😀');
    await draw();
    expect(screen.lines()[0]).toBe('a😀 d');
  });

  test('one that lost a half to what was painted over it becomes blank', async () => {
    const { screen, cells, draw } = open();
    put(cells, 0, 0, '日本日本');
    await draw();
    put(cells, 0, 3, '┃');
    await draw();
    expect(screen.lines()[0]).toBe('日 ┃日本');
    put(cells, 0, 4, '┃');
    await draw();
    expect(screen.lines()[0]).toBe('日 ┃┃ 本');
  });

  test('one at the edge, where it has no room, does not wrap', async () => {
    const { screen, cells, draw } = open();
    putRaw(cells, 0, SIZE.width - 1, '日');
    put(cells, 1, 0, 'next');
    await draw();
    expect(screen.lines().slice(0, 2)).toEqual(['', 'next']);
  });
});

test('in ASCII nothing else is sent', async () => {
  const { screen, cells, draw } = open({ ascii: true });
  put(cells, 0, 0, '╭─ Logs ─╮ ▸ ● ██▌·· é 日本 …');
  const bytes = await draw();
  expect(bytes).toMatch(/^[\x1b -~]*$/);
  expect(screen.lines()[0]).toBe('+- Logs -+ > * ###.. ? ? ?  ~');
});

describe('the terminal shows what the cells say, cell by cell', () => {
  const GLYPHS = [
    ...Array.from('ab |─█·é'),
    ' ',
    ' ',
    '日',
    '本',
    '😀',
    '✅',
    'กี',
    '\x9b',
    '\u200b',
    '\x1b[2J',
  ];

  test.each([
    [1, '11'],
    [2, '11'],
    [3, '6'],
  ] as const)('seed %i, Unicode %s', async (seed, widths) => {
    const { screen, cells, draw } = open({ widths });
    const random = randomNumbers(seed);
    for (let frame = 0; frame < 60; frame++) {
      for (let n = random(3) === 0 ? 60 : 4; n > 0; n--) {
        const blank = random(5) === 0;
        const style = blank || random(3) === 0 ? PLAIN_ATTRIBUTES : randomStyle(random);
        const line = cells.lines[random(SIZE.height)];
        let x = random(SIZE.width);
        for (let length = blank ? 25 : 1 + random(8); line !== undefined && length > 0; length--) {
          const glyph = blank ? ' ' : (GLYPHS[random(GLYPHS.length)] ?? ' ');
          const wide = splitCells(glyph)[0]?.width === 2;
          if (x + (wide ? 2 : 1) > SIZE.width) break;
          line.splice(x, 1, [style, glyph]);
          if (wide && random(5) > 0) line.splice(x + 1, 1, [style, CONTINUATION]);
          line.dirty = true;
          x += wide ? 2 : 1;
        }
      }
      await draw();
      expect(differences(cells, screen)).toEqual([]);
    }
    expect([screen.titles, screen.replies]).toEqual([[], []]);
  });
});

function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomStyle(random: (below: number) => number): number {
  const flags = [0, 1, 2, 8, 16][random(5)] ?? 0;
  const fg = random(3) === 0 ? 0x1ff : random(256);
  const bg = random(2) === 0 ? 0x1ff : random(256);
  return (flags << 18) | (fg << 9) | bg;
}

/** Where the screen differs from the cells: text, colours or flags. */
function differences(cells: Cells, screen: Screen): string[] {
  const found: string[] = [];
  for (const [y, line] of cells.lines.entries()) {
    for (let x = 0; x < line.length; x++) {
      const [style = 0, text = ''] = line[x] ?? [];
      const [cell] = splitCells(text);
      const whole = cell?.width === 2 && line[x + 1]?.[1] === CONTINUATION;
      const wanted =
        text === CONTINUATION || (cell?.width === 2 && !whole) ? ' ' : (cell?.text ?? '·');
      const shown = screen.cell(x, y);
      const color = (bits: number): number | undefined => (bits === 0x1ff ? undefined : bits);
      const right =
        shown.text === wanted &&
        shown.bg === color(style & 0x1ff) &&
        (wanted === ' ' || shown.fg === color((style >> 9) & 0x1ff)) &&
        shown.bold === Boolean((style >> 18) & 1) &&
        shown.faint === Boolean((style >> 18) & 16) &&
        shown.underline === Boolean((style >> 18) & 2) &&
        shown.inverse === Boolean((style >> 18) & 8);
      if (!right) found.push(`${x},${y}: ${JSON.stringify({ wanted, style, shown })}`);
      if (whole) x++;
    }
  }
  return found;
}
