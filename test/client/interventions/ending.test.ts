import { expect, test } from 'vitest';
import { endedStatus } from '../../../src/client/interventions/ending.ts';
import { execution } from '../../support/objects.ts';

const AT = '2026-01-05T10:00:00Z';
const END = { phase: 'Canceled', message: 'gone', finishedAt: AT };
const end = (attempts: readonly object[]) =>
  endedStatus(execution({ status: { phase: 'Executing', attempts } }), 'Canceled', 'gone', AT);

test('an end closes the last attempt while it is open, and leaves those before it', () => {
  const first = { phase: 'Failed', startedAt: AT, finishedAt: AT };
  const open = { phase: 'Executing', startedAt: AT };
  expect(end([first, open])).toEqual({ ...END, attempts: [first, { ...open, ...END }] });
});

test.each([
  ['has an end', { phase: 'Executing', startedAt: AT, finishedAt: '2026-01-05T09:00:00Z' }],
  ['is in a phase that is an end', { phase: 'Failed', startedAt: AT }],
])('an end leaves a last attempt alone that %s', (_, attempt) => {
  expect(end([attempt])).toEqual(END);
});

test('an end of an execution without attempts says nothing of attempts', () => {
  expect(end([])).toEqual(END);
});
