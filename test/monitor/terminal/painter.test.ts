import { afterEach, describe, expect, test } from 'vitest';
import type { Content, Frame, Pane, Rect, Row, Size } from '../../../src/monitor/core/frame.ts';
import { openTerminal } from '../../../src/monitor/terminal/terminal.ts';
import { createFakeTty, type FakeTty, type FakeTtyOptions } from '../../support/fake-tty.ts';

const SIZE = { width: 40, height: 10 };
const WHOLE: Rect = { left: 0, top: 0, ...SIZE };

let closing: (() => Promise<void>)[] = [];

/** A terminal that paints, and what it shows. */
function open(options: FakeTtyOptions = {}) {
  const tty = createFakeTty({ ...SIZE, ...options });
  const terminal = openTerminal(tty.options);
  closing.push(async () => {
    await terminal.close();
    tty.dispose();
  });
  /** Paints the panes, and tells the bytes it took. */
  const paint = async (...panes: readonly Pane[]): Promise<number> => {
    const before = tty.bytes;
    terminal.paint({ size: SIZE, panes });
    await tty.settle();
    return tty.bytes - before;
  };
  return { tty, terminal, paint };
}

function rows(...lines: readonly string[]): Content {
  return { kind: 'rows', rows: lines.map(row) };
}

function row(text: string): Row {
  return { spans: [{ text }] };
}

function pane(id: string, rect: Rect, content: Content, focused = true): Pane {
  return { id, rect, border: { title: [{ text: id }], focused }, content };
}

function shown(tty: FakeTty): string {
  return `\n${tty.screen.text().replace(/\n+$/, '')}\n`;
}

afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

describe('a pane', () => {
  test('has its titles in its border and its rows inside', async () => {
    const { tty, paint } = open();
    await paint({
      id: 'logs',
      rect: { left: 0, top: 0, width: 30, height: 4 },
      border: { title: [{ text: 'Logs' }], note: [{ text: 'following' }], focused: true },
      content: rows(' first', ' a line that is longer than the pane', ' not shown'),
    });
    expect(shown(tty)).toBe(`
╭─ Logs ───────── following ─╮
│ first                      │
│ a line that is longer than…│
╰────────────────────────────╯
`);
  });

  test.each([
    [24, '╭─ Logs ──── 12 lines ─╮'],
    [20, '╭─ Logs ─ 12 lin… ─╮'],
    [15, '╭─ Logs ──────╮'],
    [10, '╭─ Logs ─╮'],
    [9, '╭─ Lo… ─╮'],
    [8, '╭──────╮'],
    [2, '╭╮'],
  ])('that is %i wide drops what has no room in its border', async (width, edge) => {
    const { tty, paint } = open();
    await paint({
      id: 'logs',
      rect: { left: 0, top: 0, width, height: 3 },
      border: { title: [{ text: 'Logs' }], note: [{ text: '12 lines' }], focused: true },
      content: rows(),
    });
    expect(tty.screen.lines()[0]).toBe(edge);
  });

  test('without a border uses its whole place', async () => {
    const { tty, paint } = open();
    await paint({ id: 'header', rect: { ...WHOLE, height: 1 }, content: rows('x'.repeat(50)) });
    expect(tty.screen.lines()[0]).toBe(`${'x'.repeat(39)}…`);
  });

  test('shows that it has the focus', async () => {
    const { tty, paint } = open();
    const place = { left: 0, top: 0, width: 12, height: 3 };
    await paint(pane('a', place, rows('x')));
    const focused = tty.screen.cell(0, 0);
    await paint(pane('a', place, rows('x'), false));
    expect(tty.screen.cell(0, 0)).not.toEqual(focused);
    expect(focused.fg).toBe(6);
  });

  test('too small for its border, or outside of the screen, does no harm', async () => {
    const { tty, paint } = open();
    await paint(
      pane('tiny', { left: 0, top: 0, width: 1, height: 4 }, rows('x')),
      pane('none', { left: 3, top: 0, width: 0, height: 0 }, rows('x')),
      pane('low', { left: 0, top: 9, width: 10, height: 5 }, rows('x')),
      pane('far', { left: 35, top: 4, width: 10, height: 3 }, rows('x')),
    );
    expect(tty.screen.lines()[9]).toBe('╭─ low ──╮');
    expect(tty.screen.lines()[5]).toBe(`${' '.repeat(35)}│x`);
  });
});

describe("the cursor's row", () => {
  const list = (selected: number, focused = true): Pane => {
    const content: Content = {
      kind: 'rows',
      rows: ['one', 'two', 'three'].map((text, i) => ({ ...row(text), selected: i === selected })),
    };
    return pane('list', { left: 0, top: 0, width: 20, height: 5 }, content, focused);
  };

  test('is painted over the whole width, and only there', async () => {
    const { tty, paint } = open();
    await paint(list(1));
    const backgrounds = Array.from({ length: 40 }, (_, x) => tty.screen.cell(x, 2).bg);
    const bar = backgrounds[1];
    expect(bar).toBeDefined();
    expect(backgrounds).toEqual([
      undefined,
      ...Array.from({ length: 18 }, () => bar),
      ...Array.from({ length: 21 }, () => undefined),
    ]);
  });

  test('is paler where the pane has not the focus', async () => {
    const { tty, paint } = open();
    await paint(list(1));
    const focused = tty.screen.cell(1, 2).bg;
    await paint(list(1, false));
    expect(tty.screen.cell(1, 2).bg).toBeDefined();
    expect(tty.screen.cell(1, 2).bg).not.toBe(focused);
  });

  test('moves for less than two rows of bytes', async () => {
    const { tty, paint } = open();
    await paint(list(0));
    expect(await paint(list(1))).toBeLessThan(100);
    expect(tty.screen.cell(1, 1).bg).toBeUndefined();
  });
});

describe('the screen follows the frame', () => {
  test('an equal frame sends nothing', async () => {
    const { paint } = open();
    const frame = (): Pane[] => [pane('a', WHOLE, rows('x', 'y')), pane('b', WHOLE, rows('z'))];
    await paint(...frame());
    expect(await paint(...frame())).toBe(0);
  });

  test('a row that changed sends less than 50 bytes', async () => {
    const { paint } = open();
    await paint(pane('a', WHOLE, rows('deploy  Executing  12m', 'other')));
    expect(await paint(pane('a', WHOLE, rows('deploy  Executing  13m', 'other')))).toBeLessThan(50);
  });

  test('a pane that is gone leaves nothing behind', async () => {
    const { tty, paint } = open();
    await paint(
      pane('a', { ...WHOLE, height: 4 }, rows('x')),
      pane('b', { ...WHOLE, top: 4, height: 4 }, rows('y')),
    );
    await paint(pane('a', { ...WHOLE, height: 4 }, rows('x')));
    expect(tty.screen.lines().slice(4).join('')).toBe('');
  });

  test('a dialog is over what moves beneath it, and what it hid is there after it', async () => {
    const { tty, paint } = open();
    const list = (text: string): Pane =>
      pane('list', WHOLE, rows(...Array.from({ length: 8 }, () => text.repeat(38))));
    const dialog = pane('dialog', { left: 10, top: 3, width: 20, height: 3 }, rows(' really?'));
    await paint(list('a'));
    await paint(list('a'), dialog);
    await paint(list('b'), dialog);
    await paint(list('c'), dialog);
    expect(tty.screen.lines().slice(3, 6)).toEqual([
      `│${'c'.repeat(9)}╭─ dialog ─────────╮${'c'.repeat(9)}│`,
      `│${'c'.repeat(9)}│ really?          │${'c'.repeat(9)}│`,
      `│${'c'.repeat(9)}╰──────────────────╯${'c'.repeat(9)}│`,
    ]);
    await paint(list('c'));
    expect(tty.screen.lines()[4]).toBe(`│${'c'.repeat(38)}│`);
  });

  test('a text cursor shows where a field is edited, and only then', async () => {
    const { tty, terminal } = open();
    const frame = (text: string, cursor?: Frame['cursor']): Frame => ({
      size: SIZE,
      panes: [{ id: 'prompt', rect: WHOLE, content: rows(text) }],
      ...(cursor && { cursor }),
    });
    const paint = async (next: Frame): Promise<void> => {
      terminal.paint(next);
      await tty.settle();
    };
    await paint(frame('/'));
    expect(tty.screen.cursorHidden).toBe(true);
    await paint(frame('/fail', { left: 5, top: 0 }));
    expect(tty.screen.cursorHidden).toBe(false);
    expect(tty.screen.cursor).toEqual({ left: 5, top: 0 });
    const before = tty.bytes;
    await paint(frame('/fail', { left: 5, top: 0 }));
    expect(tty.bytes).toBe(before);
    await paint(frame('/fail', { left: 2, top: 0 }));
    expect(tty.screen.cursor).toEqual({ left: 2, top: 0 });
    await paint(frame('/'));
    expect(tty.screen.cursorHidden).toBe(true);
  });
});

describe('a gauge', () => {
  const gauge = (percent: number, size: Size = { width: 10, height: 1 }): Pane => ({
    id: 'gauge',
    rect: { left: 2, top: 1, ...size },
    content: { kind: 'gauge', percent, tone: 'busy' },
  });

  test.each([
    [0, '░░░░░░░░░░'],
    [0.5, '▏░░░░░░░░░'],
    [1, '▏░░░░░░░░░'],
    [25, '██▌░░░░░░░'],
    [50, '█████░░░░░'],
    [99, '█████████▉'],
    [100, '██████████'],
    [250, '██████████'],
  ])('at %f %% shows %s', async (percent, bar) => {
    const { tty, paint } = open();
    await paint(gauge(percent));
    await tty.screen.until((screen) => screen.lines()[1] === `  ${bar}`, `the bar ${bar}`);
  });

  test('follows its value, and sends nothing while it stays', async () => {
    const { tty, paint } = open();
    await paint(gauge(25));
    await tty.screen.until((screen) => screen.text().includes('██▌'));
    expect(await paint(gauge(25))).toBe(0);
    await paint(gauge(50));
    expect(tty.screen.text()).toContain('█████░');
  });

  test('fills its place, and shows without colours and in ASCII', async () => {
    const { tty, paint } = open({ ascii: true, noColor: true });
    await paint(gauge(50, { width: 8, height: 2 }));
    await tty.screen.until((screen) => screen.text().includes('####----\n  ####----'));
    expect(tty.screen.cell(2, 1)).toMatchObject({ fg: undefined, bg: undefined });
  });
});

test('a sparkline shows its latest values at the right of the bottom line', async () => {
  const { tty, paint } = open();
  const values = [9, 9, 1, 2, 3, 4, 5, 6, 7, 8];
  const line = (latest: readonly number[], width: number): Pane => ({
    id: 'spark',
    rect: { left: 0, top: 0, width, height: 2 },
    content: { kind: 'sparkline', values: latest, tone: 'good' },
  });
  await paint(line(values, 8));
  await tty.screen.until((screen) => screen.lines()[1] === '▁▂▃▄▅▆▇█');
  await paint(line([1, 8], 8));
  expect(tty.screen.lines().slice(0, 2)).toEqual(['', '      ▁█']);
  await paint(line([], 8));
  expect(tty.screen.lines()[1]).toBe('');
});
