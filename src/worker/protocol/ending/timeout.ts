import { attemptNumber, firstStartedAt } from '../../../api/attempts.ts';
import { withFunctionDefaults } from '../../../api/defaults.ts';
import { parseDuration } from '../../../api/duration.ts';
import type { Execution } from '../../../api/execution.ts';
import type { FunctionDefaults } from '../../../api/function.ts';
import { parseInstant } from '../../../api/instant.ts';
import { phaseOf } from '../../../api/phase.ts';
import type { Verdict } from '../own.ts';
import { type PatchStatus, patchSeen } from '../write.ts';
import { endStatus } from './end-status.ts';

/** When an execution has taken too long; in milliseconds since 1970, undefined where there is no limit. */
export interface Timeouts {
  readonly attemptAt: number | undefined;
  readonly overallAt: number | undefined;
}

/**
 * The timeouts of an execution. An attempt counts from its start, or from when this worker took it
 * over (D: resets on retry or resume); the overall one from the first start, or from the last manual
 * retry (contract). `takenOverAt`: when this worker took it over; undefined where it did not.
 */
export function timeoutsOf(
  execution: Execution,
  takenOverAt: number | undefined,
  defaults?: FunctionDefaults,
): Timeouts {
  const { timeout } = withFunctionDefaults(execution.spec, defaults);
  const phase = phaseOf(execution);
  const runs = phase === 'Executing' || phase === 'Suspended';
  const started = parseInstant(execution.status?.startedAt);
  const since = Math.max(started ?? 0, takenOverAt ?? 0);
  const hasStarted = runs || phase === 'Backoff' || phase === 'Pending';
  const first = parseInstant(execution.status?.retriedAt) ?? firstStartedAt(execution);
  return {
    attemptAt: runs && since > 0 ? after(since, timeout?.attempt) : undefined,
    overallAt: hasStarted && first !== undefined ? after(first, timeout?.overall) : undefined,
  };
}

function after(start: number, duration: string | undefined): number | undefined {
  const milliseconds = parseDuration(duration);
  return milliseconds === undefined ? undefined : start + milliseconds;
}

/**
 * The write with which any worker of the group ends an execution whose overall timeout has passed:
 * Failed, whatever retries are left. Undefined where it has not.
 */
export function decideOverallTimeout(
  execution: Execution,
  now: number,
  defaults?: FunctionDefaults,
): PatchStatus | undefined {
  const { overallAt } = timeoutsOf(execution, undefined, defaults);
  if (overallAt === undefined || overallAt > now) return undefined;
  const { timeout } = withFunctionDefaults(execution.spec, defaults);
  const message = `timed out: it took longer than ${timeout?.overall} in all`;
  return patchSeen('Execution', execution, endStatus(execution, 'Failed', message, now));
}

/** How an attempt ends that takes too long: it failed, and may be retried. Undefined where it does not. */
export function judgeAttemptTimeout(
  execution: Execution,
  takenOverAt: number | undefined,
  now: number,
  defaults?: FunctionDefaults,
): Verdict | undefined {
  const { attemptAt } = timeoutsOf(execution, takenOverAt, defaults);
  if (attemptAt === undefined || attemptAt > now) return undefined;
  const { timeout } = withFunctionDefaults(execution.spec, defaults);
  const message = `timed out: attempt ${attemptNumber(execution)} took longer than ${timeout?.attempt}`;
  return { message, isRetryable: true };
}
