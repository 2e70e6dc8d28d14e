import { afterEach, describe, expect, test } from 'vitest';
import type { Frame } from '../../../src/monitor/core/frame.ts';
import type { TerminalEvent } from '../../../src/monitor/core/terminal-event.ts';
import { TerminalError } from '../../../src/monitor/terminal/options.ts';
import { openTerminal, type Terminal } from '../../../src/monitor/terminal/terminal.ts';
import { createFakeTty, type FakeTty, type FakeTtyOptions } from '../../support/fake-tty.ts';
import { until } from '../../support/until.ts';

let closing: (() => Promise<void>)[] = [];

function open(options: FakeTtyOptions = {}) {
  const tty = createFakeTty(options);
  const terminal = openTerminal(tty.options);
  const events: TerminalEvent[] = [];
  terminal.onEvent((event) => events.push(event));
  closing.push(async () => {
    tty.resume();
    await terminal.close();
    tty.dispose();
  });
  return { tty, terminal, events };
}

function frameOf(terminal: Terminal, text: string): Frame {
  const { size } = terminal;
  const lines = Array.from({ length: size.height - 2 }, () => ({ spans: [{ text }] }));
  return {
    size,
    panes: [
      {
        id: 'all',
        rect: { left: 0, top: 0, ...size },
        border: { title: [{ text: 'all' }], focused: true },
        content: { kind: 'rows', rows: lines },
      },
    ],
  };
}

/** True when the screen shows this text in a border, and nothing else. */
function showsOnly(tty: FakeTty, text: string): boolean {
  const { width, height } = tty.screen.size;
  const inner = tty.screen.lines().slice(1, -1);
  return (
    inner.length === height - 2 &&
    inner.every((line) => line === `│${text.slice(0, width - 2).padEnd(width - 2)}│`)
  );
}

afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

describe('opening', () => {
  test('takes the screen, the cursor and the keys, and closing gives them back', async () => {
    const { tty, terminal } = open();
    terminal.paint(frameOf(terminal, 'x'));
    await tty.settle();
    expect(tty.input.raw).toBe(true);
    expect(tty.screen).toMatchObject({ alternate: true, cursorHidden: true, bracketedPaste: true });
    await terminal.close();
    await tty.settle();
    expect(tty.input.raw).toBe(false);
    expect(tty.screen).toMatchObject({
      alternate: false,
      cursorHidden: false,
      bracketedPaste: false,
    });
    expect(terminal.paint(frameOf(terminal, 'y'))).toBe('skipped');
    expect(tty.host.eventNames()).toEqual([]);
  });

  test.each([
    [{ term: '' }, 'TERM is not set'],
    [{ term: 'dumb' }, 'TERM is dumb'],
    [{ input: { isTTY: false } }, 'standard input is not a terminal'],
    [{ output: { isTTY: false } }, 'standard output is not a terminal'],
  ])('is refused where %j, saying what to do, with nothing touched', async (facts, reason) => {
    const tty = createFakeTty();
    const { input = {}, output = {}, ...rest } = { input: undefined, output: undefined, ...facts };
    Object.assign(tty.input, input);
    Object.assign(tty.output, output);
    expect(() => openTerminal({ ...tty.options, ...rest })).toThrow(TerminalError);
    expect(() => openTerminal({ ...tty.options, ...rest })).toThrow(reason);
    await tty.settle();
    expect([tty.bytes, tty.input.raw, tty.host.eventNames()]).toEqual([0, false, []]);
    tty.dispose();
  });
});

test('keys and pastes come as events', async () => {
  const { tty, events } = open();
  tty.type('j\x1b[A\x1b[200~a\nb\x1b[201~');
  await until(() => events.length === 3);
  expect(events).toEqual([
    { kind: 'key', key: 'j', text: 'j' },
    { kind: 'key', key: 'up' },
    { kind: 'paste', text: 'a\nb' },
  ]);
});

describe('a terminal that goes away', () => {
  test('is told once, and nothing is painted any more', async () => {
    const { tty, terminal, events } = open();
    tty.hangUp();
    await until(() => events.length > 0);
    tty.input.destroy(new Error('read EIO'));
    await until(() => tty.input.destroyed);
    expect(events).toEqual([{ kind: 'gone' }]);
    expect(terminal.paint(frameOf(terminal, 'x'))).toBe('skipped');
  });

  test('at its writing side is told too', async () => {
    const { tty, events } = open();
    tty.output.destroy(new Error('write EIO'));
    await until(() => events.length > 0);
    expect(events).toEqual([{ kind: 'gone' }]);
  });
});

describe('a terminal that does not read', () => {
  test('loses frames and not the time of the program, and catches up', async () => {
    const { tty, terminal, events } = open();
    await tty.settle();
    tty.stall();
    expect(terminal.paint(frameOf(terminal, 'frame 0'))).toBe('changed');
    for (let i = 1; i < 50; i++)
      expect(terminal.paint(frameOf(terminal, `frame ${i}`))).toBe('skipped');
    expect(events).toEqual([]);

    tty.resume();
    await until(() => events.length > 0);
    expect(events).toEqual([{ kind: 'drained' }]);
    expect(terminal.paint(frameOf(terminal, 'frame 50'))).toBe('changed');
    await tty.settle();
    expect(showsOnly(tty, 'frame 50')).toBe(true);
    expect(tty.written).not.toContain('frame 7');
  });

  test('does not keep the program from closing', async () => {
    const { tty, terminal } = open();
    await tty.settle();
    tty.stall();
    terminal.paint(frameOf(terminal, 'x'));
    await terminal.close();
    expect(tty.input.raw).toBe(false);
  });
});

describe('resizing', () => {
  test('is told, and repaints everything', async () => {
    const { tty, terminal, events } = open();
    terminal.paint(frameOf(terminal, 'x'));
    await tty.settle();
    tty.resize({ width: 50, height: 12 });
    expect(events).toEqual([{ kind: 'resize', size: { width: 50, height: 12 } }]);
    expect(terminal.size).toEqual({ width: 50, height: 12 });
    terminal.paint(frameOf(terminal, 'y'));
    await tty.settle();
    expect(showsOnly(tty, 'y')).toBe(true);
  });

  test('forty times, painting in between, ends right', async () => {
    const { tty, terminal } = open();
    for (let i = 0; i < 40; i++) {
      tty.resize({ width: 1 + ((i * 37) % 150), height: 1 + ((i * 23) % 50) });
      terminal.paint(frameOf(terminal, `round ${i}`));
    }
    tty.resize({ width: 90, height: 20 });
    terminal.paint(frameOf(terminal, 'last'));
    await tty.settle();
    expect(showsOnly(tty, 'last')).toBe(true);
  });

  test('a frame for another size is cut to this one', async () => {
    const { tty, terminal } = open({ width: 80, height: 24 });
    const late = frameOf(terminal, 'x'.repeat(100));
    tty.resize({ width: 40, height: 8 });
    terminal.paint(late);
    await tty.settle();
    expect(tty.screen.lines()).toHaveLength(8);
    expect(tty.screen.lines()[7]).toBe(`│${'x'.repeat(39)}`);
  });
});

test('a redraw sends what somebody else has overwritten', async () => {
  const { tty, terminal } = open();
  terminal.paint(frameOf(terminal, 'ours'));
  await tty.settle();
  await tty.screen.write('\x1b[5;5Hwall: the system goes down');
  terminal.redraw();
  terminal.paint(frameOf(terminal, 'ours'));
  await tty.settle();
  expect(showsOnly(tty, 'ours')).toBe(true);
});

describe('suspending', () => {
  test('stops the job only after the screen is left, and paints nothing until it goes on', async () => {
    const { tty, terminal, events } = open();
    terminal.paint(frameOf(terminal, 'x'));
    await tty.settle();
    terminal.suspend();
    terminal.suspend();
    await until(() => tty.host.signalsSent.length > 0);
    await tty.settle();
    expect(tty.host.signalsSent).toEqual(['SIGTSTP']);
    expect(tty.screen.alternate).toBe(false);
    expect(tty.input.raw).toBe(false);
    expect(terminal.paint(frameOf(terminal, 'y'))).toBe('skipped');

    tty.host.emit('SIGCONT');
    await until(() => events.length > 0);
    expect(events).toEqual([{ kind: 'resumed' }]);
    terminal.paint(frameOf(terminal, 'z'));
    await tty.settle();
    expect(tty.screen.alternate).toBe(true);
    expect(tty.input.raw).toBe(true);
    expect(showsOnly(tty, 'z')).toBe(true);
  });
});

describe('lending', () => {
  test('leaves the screen to another program, and takes it back with its answer', async () => {
    const { tty, terminal, events } = open();
    const answer = await terminal.lend(async () => {
      await tty.settle();
      expect(tty.screen.alternate).toBe(false);
      expect(tty.input.raw).toBe(false);
      // ctrl-c is meant for that program now.
      tty.host.emit('SIGINT');
      return 'token';
    });
    expect(answer).toBe('token');
    expect(tty.host.exitCodes).toEqual([]);
    expect(events).toEqual([{ kind: 'resumed' }]);
    await tty.settle();
    expect(tty.screen.alternate).toBe(true);
  });

  test('takes it back after a failure, and after the last of several', async () => {
    const { tty, terminal, events } = open();
    let finish = (): void => undefined;
    const long = terminal.lend(() => new Promise<void>((resolve) => (finish = resolve)));
    await expect(terminal.lend(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(events).toEqual([]);
    finish();
    await long;
    expect(events).toEqual([{ kind: 'resumed' }]);
    expect(tty.input.raw).toBe(true);
  });
});

describe('copying', () => {
  const encoded = Buffer.from('deploy-7f3 é').toString('base64');

  test.each([
    ['a plain terminal', {}, `\x1b]52;c;${encoded}\x07`],
    ['screen', { term: 'screen-256color' }, `\x1bP\x1b]52;c;${encoded}\x07\x1b\\`],
    [
      'tmux',
      { tmux: true },
      `\x1b]52;c;${encoded}\x07\x1bPtmux;\x1b\x1b]52;c;${encoded}\x07\x1b\\`,
    ],
  ])('in %s asks the terminal in its words', async (_name, options, bytes) => {
    const { tty, terminal } = open(options);
    terminal.copy('deploy-7f3 é');
    await tty.settle();
    expect(tty.written).toContain(bytes);
  });

  test('a long text through screen goes in pieces', async () => {
    const { tty, terminal } = open({ term: 'screen' });
    terminal.copy('x'.repeat(3000));
    await tty.settle();
    const pieces = [...tty.written.matchAll(/\x1bP([\s\S]*?)\x1b\\/g)].map(
      ([, piece]) => piece ?? '',
    );
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(512);
    const [, data = ''] = /52;c;(.*)\x07/.exec(pieces.join('')) ?? [];
    expect(Buffer.from(data, 'base64').toString()).toBe('x'.repeat(3000));
  });
});

test('an error that nobody caught is printed on the restored terminal, and only as text', async () => {
  const { tty, terminal } = open();
  terminal.paint(frameOf(terminal, 'x'));
  await tty.settle();
  tty.host.emit('uncaughtException', new Error('said \x1b]0;PWNED\x07\x9b6n so'));
  await tty.settle();
  expect(tty.host.exitCodes).toEqual([1]);
  expect(tty.screen.alternate).toBe(false);
  expect(tty.input.raw).toBe(false);
  expect(tty.host.printed.join('')).toMatch(/^Error: said {2}so\n {4}at /);
  expect(tty.host.printed.join('')).not.toMatch(/[\x1b\x9b]/);
});

describe('text from the cluster that was not cleaned', () => {
  test('shows as text, and the terminal obeys none of it', async () => {
    const { tty, terminal } = open();
    const attacks = [
      '\x1b]0;PWNED\x07',
      '\x9d0;PWNED\x9c',
      '\x1b[6n',
      '\x9b6n',
      '\x1b[c',
      '\x1bc',
      '\x1b[2J',
      '\x1b[?1049l',
      '\x1b[31;8mhidden',
      '\x1b]52;c;cm0=\x07',
      '\x1bP+q544e\x1b\\',
      '{bold}{red-fg}',
      '\u202etxt',
      'a\rb\nc\td',
    ];
    const lines = attacks.map((attack, i) => ({ spans: [{ text: `${i} ${attack} end ${i}` }] }));
    const frame = frameOf(terminal, '');
    const [pane] = frame.panes;
    if (pane === undefined) throw new Error('no pane');
    terminal.paint({ ...frame, panes: [{ ...pane, content: { kind: 'rows', rows: lines } }] });
    await tty.settle();

    expect(tty.screen).toMatchObject({ titles: [], replies: [], alternate: true });
    for (const i of attacks.keys()) {
      expect(tty.screen.lines()[i + 1]).toMatch(new RegExp(`^│${i} .*end ${i} +│$`));
      expect(tty.screen.cell(1, i + 1).fg).toBeUndefined();
    }
    expect(tty.screen.text()).toContain('{bold}{red-fg}');
    expect(tty.written).not.toMatch(/[\x80-\x9f\u202e\x07]|\x1b[\]P]|\x1b\[[\d;]*8m/);
  });
});
