import { expect, test } from 'vitest';
import { nearest } from '../../src/api/nearest.ts';
import { PHASES } from '../../src/api/phase.ts';

test.each([
  ['failed', 'Failed'],
  ['Fialed', 'Failed'],
  ['Cancelled', 'Canceled'],
  ['Complete', 'Completed'],
  ['suspend', 'Suspended'],
])('%s is taken for %s', (given, meant) => {
  expect(nearest(given, PHASES)).toBe(meant);
});

test.each(['', 'Running', 'x', 'a much longer text than any'])('%j is near nothing', (given) => {
  expect(nearest(given, PHASES)).toBeUndefined();
});

test('of several that are near the nearest is taken', () => {
  expect(nearest('cat', ['cart', 'cat', 'bat'])).toBe('cat');
});
