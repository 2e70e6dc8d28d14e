import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../../src/monitor/core/logs/buffer.ts';
import {
  countNew,
  type LogTarget,
  type LogView,
  NO_LOGS,
  receivedCount,
  scrollBy,
  setTarget,
  targetKey,
  withEntries,
} from '../../../../src/monitor/core/logs/state.ts';

const jobs = (...names: string[]): LogTarget => ({
  kind: 'jobs',
  about: 'Execution/1',
  namespace: 'payments',
  jobs: names,
});
const worker: LogTarget = {
  kind: 'worker',
  about: 'Execution/1',
  namespace: 'payments',
  pod: 'w-1',
  mention: 'deploy',
};
const elsewhere: LogTarget = { ...jobs('a', 'b'), about: 'Execution/2' };

const entries = (count: number): LogEntry[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'line',
    source: 'job',
    timestamp: '',
    text: `${i}`,
  }));

const HEIGHT = 10;
const view: LogView = withEntries(setTarget(NO_LOGS, jobs('a')), entries(50));

describe('scrolling a log', () => {
  it('upwards stops following, at the place where it was', () => {
    expect(scrollBy(view, -3, HEIGHT)).toMatchObject({ following: false, bottom: 47 });
    expect(scrollBy(scrollBy(view, -3, HEIGHT), -4, HEIGHT)).toMatchObject({ bottom: 43 });
  });

  it('stands still while lines come in', () => {
    const paused = withEntries(scrollBy(view, -3, HEIGHT), entries(20));
    expect(paused).toMatchObject({ following: false, bottom: 47 });
    expect(receivedCount(paused) - paused.bottom).toBe(23);
  });

  it('stands still while older lines of another log are put above, and counts only newer ones', () => {
    const line = (source: string, n: number): LogEntry => {
      const timestamp = `2026-11-22T10:41:${n}.000000000Z`;
      return { kind: 'line', source, timestamp, text: `${source}${n}` };
    };
    const mine = Array.from({ length: 30 }, (_, i) => line('a', 10 + i));
    const log = scrollBy(withEntries(setTarget(NO_LOGS, jobs('a', 'b')), mine), -5, HEIGHT);
    const atBottom = (now: LogView) => now.buffer.entries[now.bottom - 1]?.text;
    expect(atBottom(log)).toBe('a34');
    const more = withEntries(log, [line('b', 11), line('b', 12), line('b', 55)]);
    expect(atBottom(more)).toBe('a34');
    expect(countNew(more)).toBe(1);
  });

  it('to the end follows again', () => {
    const paused = scrollBy(view, -3, HEIGHT);
    expect(scrollBy(paused, 2, HEIGHT)).toMatchObject({ following: false, bottom: 49 });
    expect(scrollBy(paused, 3, HEIGHT).following).toBe(true);
    expect(scrollBy(paused, Number.POSITIVE_INFINITY, HEIGHT).following).toBe(true);
  });

  it('to the top shows a full pane of the oldest lines', () => {
    expect(scrollBy(view, Number.NEGATIVE_INFINITY, HEIGHT).bottom).toBe(HEIGHT);
    expect(scrollBy(view, -1_000, HEIGHT).bottom).toBe(HEIGHT);
  });

  it('does nothing to a log that fits', () => {
    const short = withEntries(NO_LOGS, entries(4));
    expect(scrollBy(short, -1, HEIGHT).following).toBe(true);
    expect(scrollBy(short, Number.NEGATIVE_INFINITY, HEIGHT).following).toBe(true);
    expect(scrollBy(NO_LOGS, -1, HEIGHT).following).toBe(true);
  });

  it('stops at the oldest line that is kept, when older ones were dropped', () => {
    const long = withEntries(view, entries(10_000));
    expect(long.buffer.dropped).toBe(50);
    expect(scrollBy(long, Number.NEGATIVE_INFINITY, HEIGHT).bottom).toBe(50 + HEIGHT);
  });
});

describe('a log that is pointed elsewhere', () => {
  it('shows nothing of the one before, and follows', () => {
    const paused = scrollBy(view, -3, HEIGHT);
    expect(setTarget(paused, elsewhere)).toMatchObject({
      target: elsewhere,
      following: true,
      buffer: { entries: [], dropped: 0 },
    });
    expect(setTarget(view, worker).buffer.entries).toEqual([]);
    expect(setTarget(view, undefined)).toMatchObject({ target: undefined });
  });

  it('keeps its lines, and its place, when jobs join and when they go', () => {
    const paused = scrollBy(view, -3, HEIGHT);
    for (const target of [jobs('a', 'b'), jobs('b')]) {
      expect(setTarget(paused, target)).toEqual({ ...paused, target });
    }
  });

  it('does not take a job of the same name elsewhere for one that joins', () => {
    expect(setTarget(view, elsewhere).buffer.entries).toEqual([]);
  });

  it('stays as it is when it is the same', () => {
    expect(setTarget(view, jobs('a'))).toBe(view);
  });

  it('keeps how the person wants it shown', () => {
    const set = { ...view, wrap: true, timestamps: true };
    expect(setTarget(set, elsewhere)).toMatchObject({ wrap: true, timestamps: true });
  });
});

describe('the key of a target', () => {
  it('is another one for every other node, and for a worker', () => {
    const targets: LogTarget[] = [jobs('a'), elsewhere, worker, { ...worker, pod: 'w-2' }];
    expect(new Set(targets.map(targetKey)).size).toBe(targets.length);
    expect(targetKey(undefined)).toBe('');
  });

  it('stays the same while jobs of the node come and go', () => {
    expect(targetKey(jobs('a'))).toBe(targetKey(jobs('b', 'c')));
  });
});
