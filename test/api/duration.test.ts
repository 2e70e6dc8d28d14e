import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DURATION_PATTERN, formatGoDuration, parseDuration } from '../../src/api/duration.ts';

const HOUR = 3_600_000;

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['5s', 5_000],
    ['500ms', 500],
    ['1h30m', 1.5 * HOUR],
    ['1.5h', 1.5 * HOUR],
    ['.5s', 500],
    ['1.s', 1_000],
    ['1h0m0s', HOUR],
    ['90m', 1.5 * HOUR],
    ['30m1h', 1.5 * HOUR],
    ['2us', 0.002],
    ['2µs', 0.002],
    ['2μs', 0.002],
    ['1ms500ns', 1.0005],
  ])('reads the Go form %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  it.each([
    ['7d', 168 * HOUR],
    ['2w', 336 * HOUR],
    ['1d12h', 36 * HOUR],
    ['1w1d', 192 * HOUR],
  ])('reads the days and weeks of the documentation: %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    '',
    ' ',
    '5',
    '00',
    's',
    '.s',
    '5 s',
    '5s ',
    '5S',
    '1 day',
    '1month',
    '-5s',
    '+5s',
    '1h,30m',
    'P1D',
    '1e3s',
    'Infinity',
    '５s',
    '1h\n',
  ])('has no value for %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('has no value for a missing one', () => {
    expect(parseDuration(undefined)).toBeUndefined();
  });

  it('has no value for one that is too long to be a number', () => {
    expect(parseDuration(`${'9'.repeat(400)}h`)).toBeUndefined();
  });

  it('refuses a long malformed one in an instant', () => {
    expect(parseDuration(`${'1h'.repeat(50_000)}!`)).toBeUndefined();
  });
});

describe('formatGoDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [500, '500ms'],
    [0.5, '0.5ms'],
    [1_000, '1s'],
    [1_500, '1.5s'],
    [90_000, '1m30s'],
    [HOUR, '1h'],
    [HOUR + 5_000, '1h5s'],
    [168 * HOUR, '168h'],
  ])('writes %d ms as %s', (milliseconds, text) => {
    expect(formatGoDuration(milliseconds)).toBe(text);
  });

  it('writes what Go decodes and what the schema accepts, and reads it back', () => {
    const go = /^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/;
    const pattern = new RegExp(DURATION_PATTERN);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 * HOUR }), (milliseconds) => {
        const text = formatGoDuration(milliseconds);
        expect(text).toMatch(go);
        expect(text).toMatch(pattern);
        expect(parseDuration(text)).toBeCloseTo(milliseconds, 3);
      }),
    );
  });
});

describe('DURATION_PATTERN', () => {
  it('lets through exactly what is read', () => {
    const pattern = new RegExp(DURATION_PATTERN);
    const term = fc
      .tuple(
        fc.constantFrom('1', '12', '1.5', '.5', '0', '-1', ''),
        fc.constantFrom('h', 'm', 's', 'ms', 'd', 'w', 'us', 'day', ''),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), (terms) => {
        const text = terms.join('');
        expect(pattern.test(text)).toBe(parseDuration(text) !== undefined);
      }),
    );
  });
});
