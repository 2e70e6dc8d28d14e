import { describe, expect, test } from 'vitest';
import { compareStamps, LogBookmark, parseLogLine } from '../../../src/kube/logs/log-lines.ts';

const line = (stamp: string, text = stamp) => {
  const parsed = parseLogLine(`${stamp} ${text}`);
  if (!parsed) throw new Error(`no line: ${stamp}`);
  return parsed;
};

describe('stamps of log lines', () => {
  test.each([
    ['2026-10-25T02:59:59.2+02:00', '2026-10-25T02:01:00.0+01:00'],
    ['2026-10-25T00:59:59.2Z', '2026-10-25T02:59:59.3+02:00'],
    ['2026-10-25T00:00:00.000000001Z', '2026-10-25T00:00:00.000000002Z'],
    ['2026-10-25T00:00:00Z', '2026-10-25T00:00:00.000000001Z'],
    ['2026-12-31T23:59:59.9-05:00', '2027-01-01T05:00:00Z'],
  ])('%s is before %s', (one, other) => {
    expect(compareStamps(one, other)).toBeLessThan(0);
    expect(compareStamps(other, one)).toBeGreaterThan(0);
  });

  test('are the same at one instant, whatever the offset', () => {
    expect(compareStamps('2026-10-25T02:59:59.2+02:00', '2026-10-25T00:59:59.200Z')).toBe(0);
  });
});

describe('a log that is taken up again', () => {
  test('loses no line when the offset of its node changes', () => {
    const bookmark = new LogBookmark();
    const before = line('2026-10-25T02:59:59.200000000+02:00', 'before');
    expect(bookmark.take(before)).toBe('new');
    bookmark.resume();
    expect(bookmark.take(before)).toBe('seen');
    const after = [1, 2, 3].map((i) => line(`2026-10-25T02:0${i}:00.000000000+01:00`));
    expect(after.map((next) => bookmark.take(next))).toEqual(['new', 'new', 'new']);
    bookmark.resume();
    expect([before, ...after].map((again) => bookmark.take(again))).toEqual([
      'seen',
      'seen',
      'seen',
      'seen',
    ]);
  });

  test('loses and doubles no line when the clock of its node is set back', () => {
    const bookmark = new LogBookmark();
    const lines = ['05', '01', '02'].map((second) => line(`2026-10-25T00:00:${second}.5Z`));
    expect(lines.slice(0, 2).map((next) => bookmark.take(next))).toEqual(['new', 'new']);
    bookmark.resume();
    expect(bookmark.sinceTime).toBe('2026-10-25T00:00:01Z');
    expect(lines.map((again) => bookmark.take(again))).toEqual(['seen', 'seen', 'new']);
  });

  test('drops what comes again under another offset, and says where lines may be missing', () => {
    const bookmark = new LogBookmark();
    bookmark.take(line('2026-10-25T01:00:00.5Z', 'a'));
    bookmark.resume();
    expect(bookmark.take(line('2026-10-25T02:00:00.4+01:00', 'older'))).toBe('seen');
    expect(bookmark.take(line('2026-10-25T02:00:01.0+01:00', 'newer'))).toBe('afterGap');
  });

  test('does not tell the beginning of a line that it may have told whole', () => {
    const bookmark = new LogBookmark();
    bookmark.take(line('2026-11-23T10:00:05Z'));
    expect(bookmark.isAhead(line('2026-11-23T10:00:05Z', 'a'))).toBe(true);
    bookmark.resume();
    expect(bookmark.isAhead(line('2026-11-23T10:00:05Z', 'a'))).toBe(false);
    expect(bookmark.isAhead(line('2026-11-23T10:00:06Z', 'a'))).toBe(true);
    expect(bookmark.isAhead(line('2026-11-23T12:00:04+02:00', 'a'))).toBe(false);
  });
});
