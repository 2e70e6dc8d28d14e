import { expect, test } from 'vitest';
import { spawnOptions } from '../../../src/cli/execute/spawn-options.ts';

const CONNECTION = { qps: 50, burst: 100 };

test('every flag has its option', () => {
  const flags = {
    ...CONNECTION,
    name: 'deploy-7',
    label: ['team=pay,tier=1', 'x=y'],
    mutex: 'prod',
    retries: '3',
    backoff: '10s',
    childPolicy: 'RetryFailed' as const,
    timeout: '1h',
    attemptTimeout: '15m',
    archiveAfter: '2d',
    deleteAfter: '1w',
    dryRun: true,
  };
  expect(spawnOptions(flags)).toEqual({
    name: 'deploy-7',
    dryRun: true,
    labels: { team: 'pay', tier: '1', x: 'y' },
    mutex: { name: 'prod' },
    retry: { retries: 3, backoff: '10s', childPolicy: 'RetryFailed' },
    timeout: { overall: '1h', attempt: '15m' },
    ttl: { archiveAfter: '2d', deleteAfter: '1w' },
  });
});

test('what is not given is left for the defaults of the function', () => {
  const options = spawnOptions(CONNECTION);
  expect(Object.values(options).filter((value) => value !== undefined)).toEqual([]);
  expect(spawnOptions({ ...CONNECTION, retries: '0' }).retry).toEqual({ retries: 0 });
});

test.each([
  [{ retries: '-1' }, '--retries takes a number from 0 up, not -1'],
  [{ retries: 'a' }, 'not a'],
  [{ retries: '99999999999999999999' }, 'not 99999999999999999999'],
  [{ backoff: '10' }, '--backoff takes a duration such as 30s, 1h30m or 7d, not 10'],
  [{ timeout: '1 hour' }, '--timeout takes a duration'],
  [{ attemptTimeout: '-5s' }, '--attempt-timeout takes a duration'],
  [{ archiveAfter: 'never' }, '--archive-after takes a duration'],
  [{ deleteAfter: '1y' }, '--delete-after takes a duration'],
  [{ label: ['team'] }, '--label takes labels such as team=payments, not team'],
  [{ label: ['team!=pay'] }, 'not team!=pay'],
])('%j is refused with a message about the flag', (flags, message) => {
  expect(() => spawnOptions({ ...CONNECTION, ...flags })).toThrow(message);
});
