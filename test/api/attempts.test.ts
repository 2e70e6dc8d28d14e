import { describe, expect, it } from 'vitest';
import {
  attemptNumber,
  attemptsAllowed,
  attemptsOf,
  finishedAt,
  firstStartedAt,
  nextAttemptAt,
  previousAttempts,
} from '../../src/api/attempts.ts';
import type { ExecutionAttempt } from '../../src/api/execution.ts';
import { PHASES } from '../../src/api/phase.ts';
import { ago, execution, HOUR, MINUTE, NOW, SECOND } from '../support/objects.ts';

const failed = (minutesAgo: number): ExecutionAttempt => ({
  phase: 'Failed',
  message: 'connection timeout',
  startedAt: ago(minutesAgo * MINUTE),
  finishedAt: ago((minutesAgo - 1) * MINUTE),
});

const running: ExecutionAttempt = { phase: 'Executing', startedAt: ago(5 * MINUTE) };

describe('attemptNumber', () => {
  it.each([
    ['never started', 'Pending', [], 1],
    ['first run', 'Executing', [running], 1],
    ['second run', 'Executing', [failed(9), running], 2],
    ['suspended in its second run', 'Suspended', [failed(9), running], 2],
    ['waiting to run again', 'Backoff', [failed(9)], 2],
    ['waiting for the third', 'Backoff', [failed(9), failed(7)], 3],
    ['retried by hand, not picked up yet', 'Pending', [failed(9), failed(7)], 3],
    ['failed for good', 'Failed', [failed(9), failed(7)], 2],
    ['completed', 'Completed', [{ phase: 'Completed' }], 1],
    ['canceled before it started', 'Canceled', [], 1],
    ['of an unknown phase', 'Draining', [failed(9), running], 2],
  ] as const)('of one that is %s', (_, phase, attempts, number) => {
    expect(attemptNumber(execution({ phase, status: { attempts } }))).toBe(number);
  });

  it('counts the attempt derived from the status where none are recorded', () => {
    const status = { startedAt: ago(MINUTE) };
    expect(attemptNumber(execution({ phase: 'Executing', status }))).toBe(1);
    expect(attemptNumber(execution({ phase: 'Backoff', status }))).toBe(2);
  });
});

describe('attemptsAllowed', () => {
  it('is one, and the automatic and the manual retries', () => {
    expect(attemptsAllowed(execution())).toBe(1);
    expect(attemptsAllowed(execution({ spec: { retry: { retries: 3 } } }))).toBe(4);
    expect(
      attemptsAllowed(execution({ spec: { retry: { retries: 3 } }, status: { retries: 2 } })),
    ).toBe(6);
  });

  it('asks the Function where the spec leaves the retries out', () => {
    expect(attemptsAllowed(execution(), { retry: { retries: 4 } })).toBe(5);
  });
});

describe('previousAttempts', () => {
  const attempts = [failed(9), failed(7), running];

  it.each(PHASES.filter((phase) => phase !== 'Backoff' && phase !== 'Pending'))(
    'are all but the last in %s',
    (phase) => {
      const one = execution({ phase, status: { attempts } });
      expect(previousAttempts(one)).toEqual(attempts.slice(0, 2));
    },
  );

  it.each(['Backoff', 'Pending'])('are all of them in %s, since another is to come', (phase) => {
    expect(previousAttempts(execution({ phase, status: { attempts } }))).toEqual(attempts);
  });

  it('are none where none are recorded', () => {
    const one = execution({ phase: 'Executing', status: { startedAt: ago(MINUTE) } });
    expect(previousAttempts(one)).toEqual([]);
  });
});

describe('attemptsOf', () => {
  it('are those recorded, oldest first', () => {
    const attempts = [failed(9), running];
    expect(attemptsOf(execution({ status: { attempts } }))).toEqual(attempts);
  });

  it('are one, derived from the status, where none are recorded', () => {
    const status = { message: 'disk full', startedAt: ago(HOUR), finishedAt: ago(MINUTE) };
    expect(attemptsOf(execution({ phase: 'Failed', status }))).toEqual([
      { phase: 'Failed', message: 'disk full', startedAt: ago(HOUR), finishedAt: ago(MINUTE) },
    ]);
  });

  it('guess nothing that the status does not say', () => {
    const status = { startedAt: ago(HOUR), attempts: [] };
    expect(attemptsOf(execution({ phase: 'Executing', status }))).toEqual([
      { phase: 'Executing', startedAt: ago(HOUR) },
    ]);
  });

  it('are none before the first start', () => {
    expect(attemptsOf(execution())).toEqual([]);
  });
});

describe('nextAttemptAt', () => {
  const backoff = { phase: 'Backoff', status: { attempts: [failed(9)] } };

  it('is the end of the last attempt plus the backoff', () => {
    const spec = { retry: { backoff: '2m' } };
    expect(nextAttemptAt(execution({ ...backoff, spec }))).toBe(NOW - 8 * MINUTE + 2 * MINUTE);
  });

  it('waits five seconds where nobody says how long', () => {
    expect(nextAttemptAt(execution(backoff))).toBe(NOW - 8 * MINUTE + 5 * SECOND);
  });

  it('counts from the newest of several attempts', () => {
    const status = { attempts: [failed(9), failed(4)] };
    expect(nextAttemptAt(execution({ phase: 'Backoff', status }))).toBe(
      NOW - 3 * MINUTE + 5 * SECOND,
    );
  });

  it('asks the Function first', () => {
    const defaults = { retry: { backoff: '1h' } };
    expect(nextAttemptAt(execution(backoff), defaults)).toBe(NOW - 8 * MINUTE + HOUR);
  });

  it('is unknown in another phase, and where the numbers are missing or malformed', () => {
    const spec = { retry: { backoff: 'a while' } };
    expect(nextAttemptAt(execution({ ...backoff, phase: 'Executing' }))).toBeUndefined();
    expect(nextAttemptAt(execution({ phase: 'Backoff' }))).toBeUndefined();
    expect(nextAttemptAt(execution({ ...backoff, spec }))).toBeUndefined();
  });
});

describe('firstStartedAt', () => {
  it('is the start of the first attempt, not of the current one', () => {
    const status = { startedAt: ago(5 * MINUTE), attempts: [failed(9), running] };
    expect(firstStartedAt(execution({ status }))).toBe(NOW - 9 * MINUTE);
  });

  it('is that of the status where no attempts are recorded, else unknown', () => {
    expect(firstStartedAt(execution({ status: { startedAt: ago(MINUTE) } }))).toBe(NOW - MINUTE);
    expect(firstStartedAt(execution())).toBeUndefined();
    expect(firstStartedAt(execution({ status: { startedAt: 'soon' } }))).toBeUndefined();
  });
});

describe('finishedAt', () => {
  it('is what the status says', () => {
    const status = { finishedAt: ago(MINUTE), attempts: [failed(9)] };
    expect(finishedAt(execution({ phase: 'Failed', status }))).toBe(NOW - MINUTE);
  });

  it('is the end of the last attempt else, and then unknown, never a guess', () => {
    const status = { attempts: [failed(9)] };
    expect(finishedAt(execution({ phase: 'Failed', status }))).toBe(NOW - 8 * MINUTE);
    expect(finishedAt(execution({ phase: 'Failed' }))).toBeUndefined();
  });

  it('is unknown for one that is open', () => {
    expect(
      finishedAt(execution({ phase: 'Backoff', status: { attempts: [failed(9)] } })),
    ).toBeUndefined();
  });
});
