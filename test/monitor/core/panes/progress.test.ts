import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import {
  progressBorder,
  progressGauge,
  progressRows,
} from '../../../../src/monitor/core/panes/progress.ts';
import { type State, subjectFacts } from '../../../../src/monitor/core/state.ts';
import { spanText, spanWidth } from '../../../support/frame-text.ts';
import { monitor, published, told } from '../../../support/monitor.ts';
import {
  ago,
  execution,
  HOUR,
  kontinueFunction,
  MINUTE,
  NOW,
  SECOND,
} from '../../../support/objects.ts';

const WIDTH = 40;

const shown = (state: State, width = WIDTH) => {
  const facts = subjectFacts(state);
  return facts ? progressRows(facts, width, NOW) : [];
};
const rowsOf = (one: Execution, width = WIDTH) => shown(monitor({ executions: [one] }), width);
const rows = (one: Execution) => rowsOf(one).map((row) => spanText(row.spans));
const tones = (one: Execution) => rowsOf(one).map((row) => row.spans[0]?.style?.tone);

const running = (parts: Parameters<typeof execution>[0] = {}) =>
  execution({
    phase: 'Executing',
    ...parts,
    status: {
      startedAt: ago(12 * MINUTE + 4 * SECOND),
      attempts: [
        { phase: 'Failed', startedAt: ago(30 * MINUTE), finishedAt: ago(20 * MINUTE) },
        { phase: 'Executing', startedAt: ago(12 * MINUTE + 4 * SECOND) },
      ],
      ...parts.status,
    },
  });

describe('the gauge', () => {
  it('shows the share of the steps that are done, in the tone of the phase', () => {
    const one = running({ status: { progress: { current: 4, max: 8 } } });
    expect(progressGauge(one)).toEqual({ percent: 50, tone: 'busy' });
  });

  it.each([[undefined], [{ current: 3 }], [{ current: 3, max: 0 }], [{ current: 5, max: 4 }]])(
    'is left out where it would lie: %o',
    (progress) => {
      expect(progressGauge(running({ status: progress ? { progress } : {} }))).toBeUndefined();
    },
  );

  it('has its numbers in the border, also where there is no bar', () => {
    const border = (one: Execution) => {
      const { note = [] } = progressBorder(one, false);
      return spanText(note);
    };
    expect(border(running({ status: { progress: { current: 4, max: 9 } } }))).toBe('4 of 9');
    expect(border(running({ status: { progress: { current: 5 } } }))).toBe('5 of 0');
    expect(border(running())).toBe('');
  });
});

describe('the lines of the progress', () => {
  it('say that nothing is reported, or why there is no bar', () => {
    expect(rows(running())[0]).toBe(' reports no progress');
    expect(rows(running({ status: { progress: { current: 5, max: 4 } } }))[0]).toBe(
      ' 5 of 4: cannot draw a bar',
    );
  });

  it('set the time spent against the limits of attempt and all', () => {
    const timeout = { attempt: '20m', overall: '1h' };
    expect(rows(running({ spec: { timeout } })).slice(1)).toEqual([
      ' attempt 12m04s of 20m',
      ' overall 30m00s of 1h',
    ]);
  });

  it('take the limits of the Function where the execution leaves them out', () => {
    const one = running({ spec: { timeout: { attempt: '20m' } } });
    const fn = kontinueFunction({ defaults: { timeout: { attempt: '5m', overall: '2h' } } });
    const state = told(monitor({ executions: [one] }), published('payments', fn));
    expect(
      shown(state)
        .map((row) => spanText(row.spans))
        .slice(1),
    ).toEqual([' attempt 12m04s of 20m', ' overall 30m00s of 2h']);
  });

  it('warn when a limit is close, and say when it is over', () => {
    const close = running({ spec: { timeout: { attempt: '15m' } } });
    expect(rows(close)[1]).toBe(' attempt 12m04s of 15m close');
    expect(tones(close)[1]).toBe('warn');
    const over = running({ spec: { timeout: { attempt: '10m' } } });
    expect(rows(over)[1]).toBe(' attempt 12m04s of 10m over');
    expect(tones(over)[1]).toBe('bad');
  });

  it('show a limit that is no duration as it is written', () => {
    expect(rows(running({ spec: { timeout: { attempt: 'soon' } } }))[1]).toBe(
      ' attempt 12m04s of soon (not a duration)',
    );
  });

  it('count the overall time from the last manual retry', () => {
    const one = running({
      status: { retriedAt: ago(15 * MINUTE) },
      spec: { timeout: { overall: '1h' } },
    });
    expect(rows(one)).toContain(' overall 15m00s of 1h');
  });

  it.each(['Backoff', 'Pending'])('count no attempt in %s, since none runs', (phase) => {
    const one = running({ phase, spec: { timeout: { attempt: '5m', overall: '1h' } } });
    expect(rows(one).slice(1)).toEqual([' overall 30m00s of 1h']);
  });

  it('estimate the end, with how wrong that may be', () => {
    const one = running({
      status: { startedAt: ago(8 * MINUTE), progress: { current: 4, max: 9 } },
    });
    expect(rows(one)).toContain(' eta 10:52 ± 5m00s');
  });

  it('say nothing of time when it has ended', () => {
    const one = running({ phase: 'Failed', spec: { timeout: { overall: '1h' } } });
    expect(rows(one)).toEqual([' reports no progress']);
  });

  it('end with the message, cut to the pane', () => {
    const one = running({ status: { message: `deploying 漢字 ${'x'.repeat(80)}` } });
    expect(rows(one).at(-1)).toMatch(/^ deploying 漢字 x+…$/);
    for (const row of rowsOf(one)) expect(spanWidth(row.spans)).toBeLessThanOrEqual(WIDTH);
  });

  it('are those of an execution that never started', () => {
    expect(rows(execution({ created: ago(HOUR) }))).toEqual([' reports no progress']);
  });
});
