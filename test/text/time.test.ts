import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockMinute, clockTime, exactSpan, roundSpan, shortSpan } from '../../src/text/time.ts';
import { HOUR, MINUTE, NOW, SECOND } from '../support/objects.ts';

const DAY = 24 * HOUR;

describe('a span of time in a column', () => {
  it.each([
    [0, '0s'],
    [-5 * SECOND, '0s'],
    [999, '0s'],
    [41 * SECOND, '41s'],
    [MINUTE, '1m00s'],
    [4 * MINUTE + 5 * SECOND, '4m05s'],
    [10 * MINUTE - 1, '9m59s'],
    [10 * MINUTE, '10m'],
    [59 * MINUTE + 59 * SECOND, '59m'],
    [HOUR, '1h00m'],
    [3 * HOUR + 12 * MINUTE, '3h12m'],
    [9 * HOUR + 59 * MINUTE, '9h59m'],
    [10 * HOUR, '10h'],
    [DAY - 1, '23h'],
    [DAY, '1d'],
    [400 * DAY, '400d'],
  ])('of %d ms is %s', (span, words) => {
    expect(shortSpan(span)).toBe(words);
  });

  it('takes six cells at most', () => {
    fc.assert(
      fc.property(fc.integer({ max: 99_999 * DAY }), (span) => {
        expect(shortSpan(span).length).toBeLessThanOrEqual(6);
      }),
    );
  });
});

describe('a span of time to the second', () => {
  it.each([
    [-1, '0s'],
    [41 * SECOND, '41s'],
    [12 * MINUTE + 4 * SECOND, '12m04s'],
    [HOUR + 2 * MINUTE + 9 * SECOND, '1h02m'],
    [2 * DAY + 3 * HOUR + 59 * MINUTE, '2d03h'],
  ])('of %d ms is %s', (span, words) => {
    expect(exactSpan(span)).toBe(words);
  });
});

describe('a limit', () => {
  it.each([
    [0, '0s'],
    [90 * SECOND, '1m30s'],
    [15 * MINUTE, '15m'],
    [HOUR + 30 * MINUTE, '1h30m'],
    [7 * DAY, '7d'],
    [DAY + SECOND, '1d1s'],
  ])('of %d ms is written as people do: %s', (span, words) => {
    expect(roundSpan(span)).toBe(words);
  });
});

describe('the time of day', () => {
  it('is UTC when that is chosen', () => {
    expect(clockTime(NOW, 'utc')).toBe('10:42:00');
    expect(clockMinute(NOW, NOW, 'utc')).toBe('10:42');
  });

  it('is that of the machine else', () => {
    const local = new Date(NOW);
    const two = (n: number) => String(n).padStart(2, '0');
    const time = [local.getHours(), local.getMinutes(), local.getSeconds()].map(two).join(':');
    expect(clockTime(NOW, 'local')).toBe(time);
    expect(clockMinute(NOW, NOW, 'local')).toBe(time.slice(0, 5));
  });

  it('has its day when that is another one', () => {
    expect(clockMinute(NOW + DAY, NOW, 'utc')).toBe('Nov 23 10:42');
    expect(clockMinute(NOW - 11 * HOUR, NOW, 'utc')).toBe('Nov 21 23:42');
    expect(clockMinute(NOW - 10 * HOUR, NOW, 'utc')).toBe('00:42');
  });
});
