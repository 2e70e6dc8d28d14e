import { describe, expect, it } from 'vitest';
import { age, humanDuration } from '../../../src/cluster/tables/age.ts';

const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

describe('a length of time in the words of kubectl', () => {
  it.each([
    [-2 * S, '<invalid>'],
    [-S, '0s'],
    [0, '0s'],
    [119 * S, '119s'],
    [2 * M, '2m'],
    [4 * M + 20 * S, '4m20s'],
    [10 * M + 5 * S, '10m'],
    [179 * M, '179m'],
    [3 * H, '3h'],
    [3 * H + 5 * M, '3h5m'],
    [8 * H + 5 * M, '8h'],
    [47 * H, '47h'],
    [2 * D, '2d'],
    [2 * D + 5 * H, '2d5h'],
    [8 * D + 5 * H, '8d'],
    [729 * D, '729d'],
    [2 * 365 * D, '2y'],
    [2 * 365 * D + 20 * D, '2y20d'],
    [9 * 365 * D, '9y'],
  ])('%d ms is %s', (milliseconds, words) => {
    expect(humanDuration(milliseconds)).toBe(words);
  });
});

describe('an age', () => {
  it('is how long ago an instant was', () => {
    expect(age('2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1, 0, 0, 38))).toBe('38s');
  });

  it.each([undefined, '', 'yesterday', 5])('of %j is unknown', (instant) => {
    expect(age(instant, 0)).toBe('<unknown>');
  });
});
