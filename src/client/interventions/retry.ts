import { toCount } from '../../api/count.ts';
import type { Execution } from '../../api/execution.ts';
import { phaseOf } from '../../api/phase.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { errorObject } from '../errors/kontinue-error.ts';
import { NotRetryableError } from '../errors/object-errors.ts';
import { objectText, terminalMessages } from '../messages.ts';
import type { Scope } from '../scope.ts';
import type { Change } from './change.ts';
import { instantNow, observeExecution } from './ending.ts';
import { guardedWrite } from './guarded-write.ts';
import type { RetryOptions } from './options.ts';
import { isRetriedBy, isSetBy } from './recognize.ts';

/**
 * Grants a failed or canceled execution one more attempt (seed: RetryExecution). A new child policy
 * is written to the spec first and also applies to later automatic retries. If only that was
 * written, the error says so.
 */
export function retryExecution(
  scope: Scope,
  execution: Execution,
  options: RetryOptions,
): Promise<Execution> {
  const { childPolicy } = options;
  return guardedWrite(scope, {
    resource: EXECUTIONS,
    object: execution,
    options,
    verb: 'retried',
    observe: observeExecution,
    changes: (current) => {
      assertRetryable(current);
      const fields = retriedStatus(current, instantNow(scope));
      const isMade = isRetriedBy(current, fields);
      const retry = { part: 'status', fields, essential: ['phase'], isMade } as const;
      if (childPolicy === undefined || childPolicy === current.spec.retry?.childPolicy) {
        return [retry];
      }
      const policy = { part: 'spec', fields: { retry: { childPolicy } } } as const;
      return [{ ...policy, essential: ['retry'], isMade: isSetBy(current, policy) }, retry];
    },
  });
}

function assertRetryable(execution: Execution): void {
  const phase = phaseOf(execution);
  if (phase === 'Failed' || phase === 'Canceled') return;
  const { namespace, name } = execution.metadata;
  throw new NotRetryableError(
    terminalMessages.notRetryable(objectText('Execution', namespace, name), phase),
    { object: errorObject('Execution', execution.metadata), phase },
  );
}

function retriedStatus({ status }: Execution, now: string): Change['fields'] {
  return {
    retries: toCount(status?.retries) + 1,
    retriedAt: now,
    phase: 'Pending',
    message: '',
    finishedAt: undefined,
    workerName: undefined,
    progress: undefined,
    result: undefined,
  };
}
