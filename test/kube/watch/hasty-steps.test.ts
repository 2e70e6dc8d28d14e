import { expect, test } from 'vitest';
import { RetryDelays } from '../../../src/kube/backoff.ts';

test('a few short steps follow each other at once, and many ever more slowly', () => {
  const waits = new RetryDelays(() => 0.5);
  const pauses = Array.from({ length: 25 }, () => waits.afterStep(10));
  expect(pauses.slice(0, 10).every((pause) => pause === 0)).toBe(true);
  const later = pauses.slice(10);
  expect(later.every((pause) => pause >= 200)).toBe(true);
  expect(later.at(-1)).toBeGreaterThan(5_000);
  expect(waits.afterStep(60_000)).toBe(0);
  expect(waits.afterStep(10)).toBe(0);
});
