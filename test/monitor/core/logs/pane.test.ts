import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../src/api/job.ts';
import type { Row } from '../../../../src/monitor/core/frame.ts';
import type { LogEntry } from '../../../../src/monitor/core/logs/buffer.ts';
import { logsBorder, logsRows } from '../../../../src/monitor/core/logs/pane.ts';
import { targetKey } from '../../../../src/monitor/core/logs/state.ts';
import { paneSize } from '../../../../src/monitor/core/panes/measure.ts';
import type { State } from '../../../../src/monitor/core/state.ts';
import { view } from '../../../../src/monitor/core/view.ts';
import { cut } from '../../../../src/text/cell-width.ts';
import { ASCII } from '../../../../src/text/glyphs.ts';
import { paneText, spanText, spanWidth } from '../../../support/frame-text.ts';
import { changes, logLines, monitor, press, told, type } from '../../../support/monitor.ts';
import { ended, execution, job } from '../../../support/objects.ts';

const root = execution({ name: 'root', phase: 'Executing', status: { workerName: 'worker-1' } });
const SIZE = { width: 40, height: 6 };

const withJobs = (...jobs: Job[]): State => ({
  ...monitor({ executions: [root], jobs }),
  focus: 'logs',
});
const one = withJobs(job({ name: 'migrate', parent: root }));

const text = (rows: readonly Row[]) => rows.map((row) => spanText(row.spans).trimEnd());
const shown = (state: State, size = SIZE) => text(logsRows(state, size, ASCII));
const border = (state: State, width = 80) => {
  const { title, note = [] } = logsBorder(state, false, width);
  return `${spanText(title)} | ${spanText(note)}`;
};

/** What the terminal has room for in the pane, cut with a sign. */
const inSight = (state: State) => {
  const { width } = paneSize(state, 'logs');
  return paneText(view(state, state.now), 'logs')
    .map((row) => cut(row, width))
    .join('\n');
};

function said(state: State, ...entries: Partial<LogEntry>[]): State {
  return told(state, {
    kind: 'logReceived',
    target: targetKey(state.logs.target),
    entries: entries.map((entry) => ({
      kind: 'line',
      source: 'migrate',
      timestamp: '2026-11-22T10:41:07.123456789Z',
      text: '',
      ...entry,
    })),
  });
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`);

describe('the log pane', () => {
  it('shows the end of the log', () => {
    expect(shown(told(one, logLines(one, ...numbered(9))))).toEqual(
      numbered(9)
        .slice(3)
        .map((line) => ` ${line}`),
    );
  });

  it('says that there is no log, or nothing in it yet', () => {
    expect(shown(monitor())).toEqual([' no log: there is no job and no worker']);
    expect(shown(one)).toEqual([' no lines yet']);
    const listed = told(monitor(), changes(root));
    expect(shown(listed)).toEqual([' loading its jobs…']);
  });

  it('cuts whose log it is, and never how it stands', () => {
    const scrolled = press(told(one, logLines(one, ...numbered(30))), 'k', 'k');
    const paused = told(scrolled, logLines(scrolled, 'new', 'newer'));
    expect(border(paused, 80)).toBe('Logs ── migrate | paused · +2 new');
    for (let width = 33; width < 45; width++) {
      const words = border(paused, width);
      expect(words).toMatch(/^Logs.* \| paused · \+2 new$/);
      expect(words.length).toBeLessThan(width - 4);
    }
    expect(border(paused, 36)).toBe('Logs ── mig… | paused · +2 new');
  });

  it('stands still when it is scrolled up, and says how much is new', () => {
    const paused = press(told(one, logLines(one, ...numbered(30))), 'k', 'k');
    expect(border(paused)).toBe('Logs ── migrate | paused');
    const more = told(paused, logLines(paused, 'new', 'newer'));
    expect(shown(more).at(-1)).toBe(' line 27');
    expect(border(more)).toBe('Logs ── migrate | paused · +2 new');
    expect(border(press(more, 'k', 'k'))).toBe('Logs ── migrate | paused · +2 new');
    expect(border(press(more, 'j', 'j', 'j'))).toBe('Logs ── migrate | paused · +1 new');
    expect(border(press(more, 'j', 'j', 'j', 'k'))).toBe('Logs ── migrate | paused · +1 new');
    expect(border(press(more, 'G'))).toBe('Logs ── migrate | following');
  });

  it('says when the job has ended, and does not follow it any more', () => {
    const over = withJobs(job({ name: 'migrate', parent: root, status: ended('Complete') }));
    const onJob = press({ ...over, focus: 'tree' }, 'G');
    expect(border(onJob)).toBe('Logs ── migrate | ended 10:41');
    const lastYear = ended('Failed', '', '2025-11-20T02:00:00Z');
    const old = withJobs(job({ name: 'migrate', parent: root, status: lastYear }));
    expect(border(press({ ...old, focus: 'tree' }, 'G'))).toContain('ended 2025 Nov 20 02:00');
    const again = withJobs(job({ name: 'migrate', parent: root, status: { active: 1 } }));
    expect(border(press({ ...again, focus: 'tree' }, 'G'))).toContain('following');
  });

  it('goes on from the oldest line that is left, when the place it stood at was dropped', () => {
    const paused = press(told(one, logLines(one, ...numbered(30))), 'g');
    const flooded = told(paused, logLines(paused, ...numbered(10_001)));
    expect(shown(flooded)).toEqual([1, 2, 3, 4, 5, 6].map((n) => ` line ${n}`));
    expect(border(flooded)).toMatch(/dropped 31 lines · paused/);
  });

  it('has a rule line for a word between lines', () => {
    const state = said(one, { kind: 'mark', text: 'attempt 2: migrate-2 joins' });
    expect(shown(state)).toEqual([` ${'-- attempt 2: migrate-2 joins '.padEnd(38, '-')}`]);
  });

  it('names the job of each line where there are several, in a colour that stays', () => {
    const several = withJobs(job({ name: 'a', parent: root }), job({ name: 'b', parent: root }));
    const state = said(several, { source: 'a', text: 'x' }, { source: 'b', text: 'y' });
    expect(shown(state)).toEqual([' a x', ' b y']);
    expect(border(state)).toBe('Logs ── 2 jobs | following');
    const colours = logsRows(state, SIZE, ASCII).map((row) => row.spans[1]?.style?.fg);
    expect(colours[0]).not.toBe(colours[1]);
    expect(logsRows(state, SIZE, ASCII).map((row) => row.spans[1]?.style?.fg)).toEqual(colours);
  });

  it('names the container of each line where its pod has several, and the job where there are several', () => {
    const state = said(one, { container: 'app', text: 'x' }, { container: 'proxy', text: 'y' });
    expect(shown(state)).toEqual([' app x', ' proxy y']);
    const several = withJobs(job({ name: 'a', parent: root }), job({ name: 'b', parent: root }));
    const lines = said(several, { source: 'a', container: 'app', text: 'x' });
    expect(shown(lines)).toEqual([' a/app x']);
  });

  it('tells nothing about how a job ended by its color', () => {
    const names = Array.from({ length: 200 }, (_, i) => `job-${i}`);
    const several = withJobs(...names.slice(0, 2).map((name) => job({ name, parent: root })));
    const state = said(several, ...names.map((source) => ({ source, text: 'x' })));
    const rows = logsRows(state, { width: 40, height: 200 }, ASCII);
    const colors = new Set(rows.map((row) => row.spans[1]?.style?.fg));
    for (const ending of [1, 2, 9, 10]) expect(colors.has(ending)).toBe(false);
    expect(colors.size).toBeGreaterThan(4);
  });

  it('shows the times of lines when asked', () => {
    const state = said(one, { text: 'hello' });
    expect(shown(press(state, 't'))).toEqual([' 10:41:07 hello']);
    expect(shown(press(state, 't', 't'))).toEqual([' hello']);
    const old = said(one, { timestamp: '2026-11-20T02:00:00.000000000Z', text: 'hello' });
    expect(shown(press(old, 't'))).toEqual([' Nov 20 02:00:00 hello']);
    expect(shown(press(said(one, { timestamp: '', text: 'hello' }), 't'))).toEqual([' hello']);
  });

  it('wraps long lines when asked, and keeps the end in sight', () => {
    const state = press(said(one, { text: `${'x'.repeat(50)}END` }, { text: 'next' }), 'w');
    const rows = shown(state, { width: 20, height: 3 });
    expect(rows).toEqual(['x'.repeat(20), `${'x'.repeat(11)}END`, ' next']);
    for (const row of logsRows(state, { width: 20, height: 9 }, ASCII)) {
      expect(spanWidth(row.spans)).toBeLessThanOrEqual(20);
    }
  });

  it('shows every part of a wrapped line that is longer than the pane, as it is scrolled', () => {
    const long = Array.from({ length: 300 }, (_, i) => `[${String(i).padStart(4, '0')}]....`).join(
      '',
    );
    let state = press(said(one, { text: 'before' }, { text: long }, { text: 'after' }), 'w');
    const size = paneSize(state, 'logs');
    const screen = () => shown(state, size);
    expect(screen().at(-1)).toBe(' after');
    const read = screen();
    while (screen()[0] !== ' before') {
      state = press(state, 'k');
      expect(screen()).toHaveLength(size.height);
      read.unshift(screen()[0] ?? '');
    }
    expect(read.join('')).toBe(` before ${long} after`);
    expect(press(state, 'k')).toEqual(state);
    state = press(state, 'j');
    expect(screen()).toEqual(read.slice(1, 1 + size.height));
    state = press(state, 'G');
    expect(screen().at(-1)).toBe(' after');
  });

  it('scrolls long lines sideways, to their ends and back, and marks where they are cut', () => {
    const long = Array.from({ length: 30 }, (_, i) => `[${String(i).padStart(4, '0')}]....`).join(
      '',
    );
    const state = said(one, { text: 'short' }, { text: long });
    const size = paneSize(state, 'logs');
    expect(inSight(state)).toMatch(/^ \[0000\].*…$/m);
    const right = press(state, 'right');
    expect(inSight(right)).toMatch(/^ ….*…$/m);
    expect(inSight(right)).not.toContain('[0000]');
    const keys = Array.from({ length: 40 }, () => 'right');
    const end = press(state, ...keys);
    expect(inSight(end)).toMatch(/^ ….*\[0029\]\.\.\.\.$/m);
    expect(end.logs.shift).toBe(301 - size.width);
    expect(inSight(press(end, ...keys.map(() => 'left')))).toBe(inSight(state));
  });

  it('says why wrapped lines do not scroll sideways', () => {
    expect(press(said(one, { text: 'x' }), 'w', 'right').flash?.text).toContain('wrapped');
  });

  it.each([false, true])('brings a match far to the right into sight (wrapped: %s)', (wrap) => {
    const long = `${'x'.repeat(3_000)} NEEDLE ${'y'.repeat(3_000)}`;
    const lines = said(one, { text: 'before' }, { text: long }, { text: 'after' });
    const state = wrap ? press(lines, 'w') : lines;
    const found = press(type(press(state, '/'), 'needle'), 'enter');
    expect(inSight(found)).toContain('NEEDLE');
    const back = press(type(press(found, '/'), 'before'), 'enter');
    expect(inSight(back)).toContain('before');
  });

  it('finds what is shown, not what colors and earlier states hide', () => {
    const state = said(one, { text: 'ER\x1b[31mROR' }, { text: 'ERR 1%\rfine' });
    const found = press(type(press(state, '/'), 'ERR'), 'enter');
    expect(found.logs.found).toBe(0);
  });

  it('shows the last state of a progress bar', () => {
    const bar = Array.from({ length: 100 }, (_, i) => `Epoch 1: ${i + 1}%|`.padEnd(40, '#')).join(
      '\r',
    );
    expect(shown(said(one, { text: bar }), { width: 60, height: 3 })).toEqual([
      ` ${'Epoch 1: 100%|'.padEnd(40, '#')}`,
    ]);
  });

  it('breaks a wrapped line between letters, also wide ones', () => {
    const state = press(said(one, { text: '漢'.repeat(7) }), 'w');
    const rows = logsRows(state, { width: 10, height: 9 }, ASCII);
    expect(text(rows).join('').trim()).toBe('漢'.repeat(7));
    for (const row of rows) expect(spanWidth(row.spans)).toBeLessThanOrEqual(10);
  });

  it('passes colours on, and no other sequence', () => {
    const state = said(one, { text: '\x1b[31mred\x1b[0m \x1b[2Jplain\x07' });
    const [row] = logsRows(state, SIZE, ASCII);
    expect(spanText(row?.spans ?? [])).toBe(' red plain');
    expect(row?.spans.find((span) => span.text === 'red')?.style?.fg).toBe(1);
  });

  it('can be cleared, and goes on', () => {
    const cleared = press(told(one, logLines(one, ...numbered(9))), 'k', 'X');
    expect(shown(cleared)).toEqual([' no lines yet']);
    expect(shown(told(cleared, logLines(cleared, 'next')))).toEqual([' next']);
  });

  it('ignores lines of a log that is no longer shown', () => {
    const elsewhere = execution({ name: 'elsewhere', phase: 'Executing' });
    const other = monitor({
      executions: [elsewhere],
      jobs: [job({ name: 'other', parent: elsewhere })],
    });
    const late = logLines(other, 'late');
    expect(shown(told(one, late))).toEqual([' no lines yet']);
  });
});

describe('the log of a worker', () => {
  const state = said(
    monitor({ executions: [root] }),
    { text: 'root: step 2' },
    { text: 'somebody else' },
  );

  it('is shown for an execution without jobs, and says that it is one', () => {
    expect(shown(state)).toEqual([' root: step 2', ' somebody else']);
    expect(border(state)).toBe('Logs ── worker worker-1 | following');
  });

  it('lets lines that mention the execution stand out', () => {
    const tones = logsRows(state, SIZE, ASCII).map((row) => row.spans.at(-1)?.style?.tone);
    expect(tones).toEqual([undefined, 'muted']);
  });
});
