import { describe, expect, it } from 'vitest';
import type { Execution, ExecutionStatus } from '../../../../src/api/execution.ts';
import {
  decideOverallTimeout,
  judgeAttemptTimeout,
  timeoutsOf,
} from '../../../../src/worker/protocol/ending/timeout.ts';
import { applyPatch } from '../../support/apply-patch.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

function execution(status: ExecutionStatus): Execution {
  return {
    metadata: { name: 'release', uid: 'u1', resourceVersion: 'v1' },
    spec: { function: 'release', timeout: { overall: '30m', attempt: '10m' } },
    status,
  };
}
const open = { startedAt: at(20), phase: 'Executing' };
const attempts = [{ phase: 'Failed', startedAt: at(0), finishedAt: at(5) }, open];
const running = execution({ phase: 'Executing', startedAt: at(20), attempts });

describe('the timeout of an attempt', () => {
  it('counts from its start', () => {
    expect(timeoutsOf(running, undefined).attemptAt).toBe(START + 30 * MINUTE);
    expect(judgeAttemptTimeout(running, undefined, START + 29 * MINUTE)).toBeUndefined();
    expect(judgeAttemptTimeout(running, undefined, START + 30 * MINUTE)).toEqual({
      message: 'timed out: attempt 2 took longer than 10m',
      isRetryable: true,
    });
  });

  it('counts again from a take-over', () => {
    const taken = START + 25 * MINUTE;
    expect(judgeAttemptTimeout(running, taken, START + 34 * MINUTE)).toBeUndefined();
    expect(judgeAttemptTimeout(running, taken, START + 35 * MINUTE)).toBeDefined();
  });

  it('does not count while no attempt runs', () => {
    const backoff = execution({ phase: 'Backoff', startedAt: at(0), attempts });
    expect(timeoutsOf(backoff, undefined).attemptAt).toBeUndefined();
  });

  it('is that of the function where the spec has none', () => {
    const { timeout: _, ...spec } = running.spec;
    const defaults = { timeout: { attempt: '1m' } };
    expect(timeoutsOf({ ...running, spec }, undefined, defaults)).toEqual({
      attemptAt: START + 21 * MINUTE,
      overallAt: undefined,
    });
  });
});

describe('the overall timeout', () => {
  it('counts from the first start, over all attempts, and fails whatever retries are left', () => {
    const late = START + 30 * MINUTE;
    expect(decideOverallTimeout(running, late - 1)).toBeUndefined();
    const write = decideOverallTimeout(running, late);
    expect(write?.patch[0]).toEqual({
      op: 'replace',
      path: '/metadata/resourceVersion',
      value: 'v1',
    });
    expect(write && applyPatch(running, write.patch).status).toMatchObject({
      phase: 'Failed',
      message: 'timed out: it took longer than 30m in all',
      finishedAt: '2026-01-01T00:30:00Z',
      attempts: [attempts[0], { phase: 'Failed', finishedAt: '2026-01-01T00:30:00Z' }],
    });
  });

  it('counts from the last retry of a user, also while it waits for a worker', () => {
    const retried = execution({ phase: 'Pending', retriedAt: at(60), attempts });
    expect(timeoutsOf(retried, undefined).overallAt).toBe(START + 90 * MINUTE);
  });

  it('counts in Backoff, and leaves attempts that ended as they are', () => {
    const ended = attempts.slice(0, 1);
    const backoff = execution({ phase: 'Backoff', attempts: ended });
    const write = decideOverallTimeout(backoff, START + 31 * MINUTE);
    expect(write && applyPatch(backoff, write.patch).status?.attempts).toEqual(ended);
  });

  it.each(['Completed', 'Failed', 'Canceled', 'Skipped'])(
    'does not end one that is %s',
    (phase) => {
      const over = execution({ phase, attempts });
      expect(decideOverallTimeout(over, START + 300 * MINUTE)).toBeUndefined();
    },
  );

  it('does not end one that was never started', () => {
    expect(decideOverallTimeout(execution({}), START + 300 * MINUTE)).toBeUndefined();
  });
});
