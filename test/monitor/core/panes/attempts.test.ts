import { describe, expect, it } from 'vitest';
import type { Execution, ExecutionAttempt } from '../../../../src/api/execution.ts';
import { attemptsBorder, attemptsRows } from '../../../../src/monitor/core/panes/attempts.ts';
import { type State, subjectFacts } from '../../../../src/monitor/core/state.ts';
import { spanText } from '../../../support/frame-text.ts';
import { monitor, press } from '../../../support/monitor.ts';
import { ago, execution, MINUTE, NOW, SECOND } from '../../../support/objects.ts';

const SIZE = { width: 34, height: 10 };
const TITLES = ' #  PHASE      STARTED   TOOK';

const shown = (state: State, size = SIZE) => {
  const facts = subjectFacts(state);
  const drawn = facts ? attemptsRows(facts, state.attempts.cursor, size, NOW) : [];
  return drawn.map((row) => spanText(row.spans));
};
const rows = (one: Execution) => shown(monitor({ executions: [one] }));
const border = (one: Execution) =>
  spanText(attemptsBorder(subjectFacts(monitor({ executions: [one] })), false).note ?? []);

const failed: ExecutionAttempt = {
  phase: 'Failed',
  message: 'connection timeout',
  startedAt: ago(30 * MINUTE),
  finishedAt: ago(29 * MINUTE),
};

describe('the attempts', () => {
  it('stand newest first, with start, duration and message', () => {
    const one = execution({
      phase: 'Executing',
      status: {
        attempts: [failed, { phase: 'Executing', startedAt: ago(12 * MINUTE + 4 * SECOND) }],
      },
    });
    expect(rows(one)).toEqual([
      TITLES,
      ' 2  Executing  10:29:56  12m04s',
      ' 1  Failed     10:12:00  1m00s',
      '    connection timeout',
    ]);
  });

  it('cut a long message where room is short, which shows, and have all of it in full screen', () => {
    const message = Array.from({ length: 12 }, (_, i) => `word${i} wordwordword`).join(' ');
    const one = execution({ phase: 'Failed', status: { attempts: [{ ...failed, message }] } });
    const low = rows(one);
    expect(low).toHaveLength(4);
    expect(low.at(-1)).toMatch(/…$/);
    for (const row of low) expect(row.length).toBeLessThanOrEqual(SIZE.width);
    const tall = shown(monitor({ executions: [one] }), { width: 34, height: 25 }).join(' ');
    expect(tall).toContain('word11');
    expect(tall).not.toContain('…');
  });

  it('have the retry that is due above them', () => {
    const one = execution({
      phase: 'Backoff',
      spec: { retry: { retries: 2, backoff: '1m' } },
      status: { attempts: [{ ...failed, finishedAt: ago(19 * SECOND) }] },
    });
    expect(rows(one)[1]).toMatch(/^ 2 {2}Backoff +due in 41s$/);
    expect(border(one)).toBe('2 of 3');
  });

  it('have the manual retry above them that waits for a worker', () => {
    const one = execution({ phase: 'Pending', status: { retries: 1, attempts: [failed] } });
    expect(rows(one)[1]).toMatch(/^ 2 {2}Pending +waits for a worker$/);
    expect(border(one)).toBe('2 of 2');
  });

  it('are one that the status tells of, where none are recorded', () => {
    const one = execution({
      phase: 'Failed',
      status: { message: 'disk full', startedAt: ago(9 * MINUTE), finishedAt: ago(4 * MINUTE) },
    });
    expect(rows(one)).toEqual([TITLES, ' 1  Failed     10:33:00  5m00s', '    disk full']);
  });

  it('are said to be none before the first start', () => {
    expect(rows(execution())).toEqual([TITLES, ' not started yet']);
    const never = execution({ phase: 'Canceled' });
    expect(rows(never)).toEqual([TITLES, ' ended without an attempt']);
  });

  it('have no duration where the end is not known', () => {
    const one = execution({
      phase: 'Failed',
      status: { attempts: [{ phase: 'Failed', startedAt: ago(MINUTE) }] },
    });
    expect(rows(one)[1]?.trimEnd()).toBe(' 1  Failed     10:41:00');
  });

  describe('of other days', () => {
    const attempts = [20, 21, 22].map((day) => ({
      phase: 'Failed',
      startedAt: `2026-11-${day}T02:00:00Z`,
      finishedAt: `2026-11-${day}T02:10:00Z`,
    }));
    const state = monitor({ executions: [execution({ phase: 'Failed', status: { attempts } })] });

    it('have the date of their start', () => {
      expect(shown(state, { width: 60, height: 10 })).toEqual([
        ' #  PHASE      STARTED          TOOK',
        ' 3  Failed     02:00:00         10m00s',
        ' 2  Failed     Nov 21 02:00:00  10m00s',
        ' 1  Failed     Nov 20 02:00:00  10m00s',
      ]);
    });

    it('have it in a narrow pane, too, and all of their duration', () => {
      for (const width of [32, 34, 36, 38]) {
        const [, , second = ''] = shown(state, { width, height: 10 });
        expect(second).toMatch(/^ 2 +Failed +Nov 21 02:00(:00)? +10m00s$/);
        expect(second.length).toBeLessThanOrEqual(width);
      }
    });

    it('have their year where that is another', () => {
      const old = { phase: 'Failed', startedAt: '2025-11-20T02:00:00Z' };
      const one = execution({ phase: 'Failed', status: { attempts: [old] } });
      expect(shown(monitor({ executions: [one] }), { width: 60, height: 9 })[1]).toContain(
        '2025 Nov 20 02:00:00',
      );
    });
  });

  it('start at the top for another execution, and stay where they were for the same', () => {
    const attempts = Array.from({ length: 9 }, () => failed);
    const executions = ['a', 'b'].map((name) =>
      execution({ name, phase: 'Failed', status: { attempts } }),
    );
    const scrolled = press(monitor({ executions }), 'i', 'j', 'j', 'j');
    expect(scrolled.attempts.cursor).toBe(3);
    expect(press(scrolled, 'esc', 'i').attempts.cursor).toBe(3);
    expect(press(scrolled, 'esc', 'j', 'i').attempts.cursor).toBe(0);
  });

  it('are of the execution under the cursor of the tree', () => {
    const root = execution({ name: 'root', phase: 'Executing' });
    const child = execution({
      name: 'child',
      phase: 'Failed',
      parent: root,
      status: { attempts: [failed] },
    });
    const state = { ...monitor({ executions: [root, child] }), focus: 'tree' } as const;
    expect(shown(press(state, 'j'))[1]).toMatch(/^ 1 {2}Failed/);
  });

  it('have messages of two lines at most, without what a terminal would obey', () => {
    const message = `\x1b[31m${'word '.repeat(40)}`;
    const one = execution({ phase: 'Failed', status: { attempts: [{ ...failed, message }] } });
    expect(rows(one)).toHaveLength(4);
    expect(rows(one).join('')).not.toMatch(/\p{Cc}/u);
  });
});

describe('attempts that do not fit', () => {
  const one = execution({ phase: 'Failed', status: { attempts: Array(9).fill(failed) } });
  const state: State = { ...monitor({ executions: [one] }), focus: 'attempts' };
  const size = { width: 34, height: 9 };

  it('can be scrolled to the oldest, under titles that stay', () => {
    expect(shown(state, size).slice(0, 2)).toEqual([TITLES, ' 9  Failed     10:12:00  1m00s']);
    const end = shown(press(state, 'G'), size);
    expect(end).toHaveLength(size.height);
    expect(end[0]).toBe(TITLES);
    expect(end.at(-2)).toMatch(/^ 1 {2}Failed/);
  });

  it('are scrolled by whole attempts', () => {
    expect(shown(press(state, 'j'), size)[1]).toMatch(/^ 8 {2}Failed/);
    expect(shown(press(state, 'j', 'j', 'k'), size)[1]).toMatch(/^ 8 {2}Failed/);
  });
});
