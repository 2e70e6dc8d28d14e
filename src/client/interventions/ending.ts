import { attemptNumber } from '../../api/attempts.ts';
import type { Execution } from '../../api/execution.ts';
import { formatInstant } from '../../api/instant.ts';
import { isTerminal, type Phase, phaseOf } from '../../api/phase.ts';
import { errorObject } from '../errors/kontinue-error.ts';
import { AlreadyTerminalError } from '../errors/object-errors.ts';
import { objectText, terminalMessages } from '../messages.ts';
import type { Scope } from '../scope.ts';
import type { Fields } from './change.ts';
import type { Expected } from './options.ts';

/** What a dialog shows of an execution, and what must not have changed when it is written. */
export function observeExecution(execution: Execution): Expected {
  return { phase: phaseOf(execution), attempt: attemptNumber(execution) };
}

/** The current time as it is written: by the server's clock, in UTC seconds. */
export function instantNow(scope: Scope): string {
  return formatInstant(scope.core.time.now());
}

/** Fails if an execution has ended. `verb`: what can no longer be done to it. */
export function assertOpen(execution: Execution, verb: string): void {
  const phase = phaseOf(execution);
  if (!isTerminal(phase)) return;
  const { namespace, name } = execution.metadata;
  throw new AlreadyTerminalError(
    terminalMessages.ended(objectText('Execution', namespace, name), phase, verb),
    { object: errorObject('Execution', execution.metadata), phase },
  );
}

/**
 * The status fields of an execution that a client ends: phase, message and time, and the same on
 * the last attempt if it is open. All attempts are sent, as read, because a merge patch replaces
 * arrays.
 */
export function endedStatus(
  execution: Execution,
  phase: Phase,
  message: string,
  finishedAt: string,
): Fields {
  const end = { phase, message, finishedAt };
  const attempts = execution.status?.attempts ?? [];
  const last = attempts.at(-1);
  const isLastOpen =
    last !== undefined && last.finishedAt === undefined && !isTerminal(last.phase ?? '');
  if (!isLastOpen) return end;
  return { ...end, attempts: attempts.with(-1, { ...last, ...end }) };
}
