import type { Execution } from '../../api/execution.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { jsonOf } from '../json.ts';
import { objectText } from '../messages.ts';
import type { Scope } from '../scope.ts';
import { assertOpen, endedStatus, instantNow, observeExecution } from './ending.ts';
import { guardedWrite } from './guarded-write.ts';
import type { SkipOptions } from './options.ts';
import { isEndedBy } from './recognize.ts';

/** Said of a skip for which no reason is given (seed: SkipOptions). */
const DEFAULT_MESSAGE = 'Skipped by client';

/** Ends an execution that has not ended, and gives a waiting parent a result (seed: Skip). */
export async function skipExecution(
  scope: Scope,
  execution: Execution,
  options: SkipOptions,
): Promise<Execution> {
  const message = options.message || DEFAULT_MESSAGE;
  const { namespace, name } = execution.metadata;
  const what = objectText('Execution', namespace, name);
  // Once: what is sent, what is looked for and what is compared are the same.
  const result = jsonOf(options.result, { what, verb: 'skipped', field: 'status.result' });
  return guardedWrite(scope, {
    resource: EXECUTIONS,
    object: execution,
    options,
    verb: 'skipped',
    observe: observeExecution,
    changes: (current) => {
      assertOpen(current, 'skipped');
      const ended = endedStatus(current, 'Skipped', message, instantNow(scope));
      const fields = { ...ended, result };
      const isMade = isEndedBy(current, fields);
      // Whole: a merge patch would merge into an old result, and drop the nulls of the new one.
      return [{ part: 'status', fields, whole: true, essential: ['phase', 'result'], isMade }];
    },
  });
}
