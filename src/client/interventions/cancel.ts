import type { Execution } from '../../api/execution.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import type { Scope } from '../scope.ts';
import { assertOpen, endedStatus, instantNow, observeExecution } from './ending.ts';
import { guardedWrite } from './guarded-write.ts';
import type { CancelOptions } from './options.ts';
import { isEndedBy } from './recognize.ts';

/** The message of a cancellation without a reason (seed: CancelOptions). */
const DEFAULT_MESSAGE = 'Canceled by client';

/** Cancels an execution that has not ended (seed: Cancel). Workers cancel its descendants. */
export function cancelExecution(
  scope: Scope,
  execution: Execution,
  options: CancelOptions,
): Promise<Execution> {
  const message = options.message || DEFAULT_MESSAGE;
  return guardedWrite(scope, {
    resource: EXECUTIONS,
    object: execution,
    options,
    verb: 'canceled',
    observe: observeExecution,
    changes: (current) => {
      assertOpen(current, 'canceled');
      const fields = endedStatus(current, 'Canceled', message, instantNow(scope));
      const isMade = isEndedBy(current, fields);
      return [{ part: 'status', fields, essential: ['phase'], isMade }];
    },
  });
}
