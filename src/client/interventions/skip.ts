import type { Execution } from '../../api/execution.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import type { Scope } from '../scope.ts';
import { assertOpen, endedStatus, instantNow, seeExecution } from './ending.ts';
import { guardedWrite } from './guarded-write.ts';
import type { SkipOptions } from './options.ts';

/** Said of a skip for which no reason is given (seed: SkipOptions). */
const DEFAULT_MESSAGE = 'Skipped by client';

/** Ends an execution that has not ended, and gives a waiting parent a result (seed: Skip). */
export function skipExecution(
  scope: Scope,
  execution: Execution,
  options: SkipOptions,
): Promise<Execution> {
  const message = options.message || DEFAULT_MESSAGE;
  return guardedWrite(scope, {
    resource: EXECUTIONS,
    object: execution,
    options,
    see: seeExecution,
    plan: (current) => {
      assertOpen(current, 'skipped');
      const ended = endedStatus(current, 'Skipped', message, instantNow(scope));
      // Whole: a merge patch would merge into an old result, and drop the nulls of the new one.
      return [{ part: 'status', fields: { ...ended, result: options.result }, whole: true }];
    },
  });
}
