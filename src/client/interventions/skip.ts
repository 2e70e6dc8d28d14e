import type { Execution } from '../../api/execution.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { jsonOf } from '../json.ts';
import { objectText } from '../messages.ts';
import type { Scope } from '../scope.ts';
import { assertOpen, endedStatus, instantNow, observeExecution } from './ending.ts';
import { guardedWrite } from './guarded-write.ts';
import type { SkipOptions } from './options.ts';
import { isEndedBy } from './recognize.ts';

/** The message of a skip without a reason (seed: SkipOptions). */
const DEFAULT_MESSAGE = 'Skipped by client';

/** Skips an execution that has not ended and gives its parent a result (seed: Skip). */
export async function skipExecution(
  scope: Scope,
  execution: Execution,
  options: SkipOptions,
): Promise<Execution> {
  const message = options.message || DEFAULT_MESSAGE;
  const { namespace, name } = execution.metadata;
  const what = objectText('Execution', namespace, name);
  // Converted once, so that the value that is sent equals the value that is looked for.
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
      // Whole, because a merge patch would merge with an old result and drop nulls of the new one.
      return [{ part: 'status', fields, whole: true, essential: ['phase', 'result'], isMade }];
    },
  });
}
