import { toCount } from './count.ts';
import { effectiveRetry } from './defaults.ts';
import { parseDuration } from './duration.ts';
import type { Execution, ExecutionAttempt } from './execution.ts';
import type { FunctionDefaults } from './function.ts';
import { parseInstant } from './instant.ts';
import { isTerminal, phaseOf } from './phase.ts';

/** Whether a further attempt is to come, so that the last recorded one has ended (contract: The tree). */
function awaitsNextAttempt(execution: Execution): boolean {
  const phase = phaseOf(execution);
  return phase === 'Backoff' || phase === 'Pending';
}

/**
 * The attempts, oldest first. Where none are recorded one is derived from the status
 * (contract: Tolerance); an execution that never started has none.
 */
export function attemptsOf(execution: Execution): readonly ExecutionAttempt[] {
  const { status } = execution;
  if (status?.attempts?.length) return status.attempts;
  if (status?.startedAt === undefined) return [];
  return [
    {
      phase: phaseOf(execution),
      startedAt: status.startedAt,
      ...(status.message !== undefined && { message: status.message }),
      ...(status.finishedAt !== undefined && { finishedAt: status.finishedAt }),
    },
  ];
}

/**
 * The attempts that are history: all but the last, and the last too while another is to come
 * (contract: The tree).
 */
export function previousAttempts(execution: Execution): readonly ExecutionAttempt[] {
  const attempts = execution.status?.attempts ?? [];
  return awaitsNextAttempt(execution) ? attempts : attempts.slice(0, -1);
}

/** Which attempt runs or is due next, counted from 1 (contract: Attempt number). */
export function attemptNumber(execution: Execution): number {
  const entries = attemptsOf(execution).length;
  return awaitsNextAttempt(execution) ? entries + 1 : Math.max(1, entries);
}

/**
 * How many attempts an execution may have: 1 + automatic retries + manual retries granted
 * (contract: Attempts allowed).
 */
export function attemptsAllowed(execution: Execution, defaults?: FunctionDefaults): number {
  const automatic = toCount(effectiveRetry(execution.spec, defaults).retries);
  return 1 + automatic + toCount(execution.status?.retries);
}

/**
 * When the next attempt is due, in milliseconds since 1970: the last attempt's end plus the backoff
 * (contract: The next attempt). Undefined in any phase but Backoff.
 */
export function nextAttemptAt(
  execution: Execution,
  defaults?: FunctionDefaults,
): number | undefined {
  if (phaseOf(execution) !== 'Backoff') return undefined;
  const ended = parseInstant(execution.status?.attempts?.at(-1)?.finishedAt);
  const backoff = parseDuration(effectiveRetry(execution.spec, defaults).backoff);
  return ended === undefined || backoff === undefined ? undefined : ended + backoff;
}

/**
 * First start of all attempts, in milliseconds since 1970, from which DURATION and the overall
 * timeout count (contract: the first start). Undefined before it.
 */
export function firstStartedAt(execution: Execution): number | undefined {
  return parseInstant(execution.status?.attempts?.[0]?.startedAt ?? execution.status?.startedAt);
}

/**
 * End of an execution that has ended, in milliseconds since 1970: finishedAt, else its last
 * attempt's; never a guess (contract: No finishedAt).
 */
export function finishedAt(execution: Execution): number | undefined {
  if (!isTerminal(phaseOf(execution))) return undefined;
  const { status } = execution;
  return parseInstant(status?.finishedAt ?? status?.attempts?.at(-1)?.finishedAt);
}

/** Whether two attempts, or an attempt and a status, say the same: an attempt has no version. */
export function sameAttempt(one: ExecutionAttempt, other: ExecutionAttempt): boolean {
  return (
    one.phase === other.phase &&
    one.message === other.message &&
    one.startedAt === other.startedAt &&
    one.finishedAt === other.finishedAt
  );
}
