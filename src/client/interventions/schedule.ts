import { SCHEDULED_EXECUTIONS } from '../../api/resources.ts';
import type { ScheduledExecution } from '../../api/scheduled-execution.ts';
import type { Scope } from '../scope.ts';
import { guardedWrite } from './guarded-write.ts';
import type { InterventionOptions } from './options.ts';
import { isSetBy } from './recognize.ts';

/** Suspends or resumes a schedule (seed: SuspendScheduledExecution, ResumeScheduledExecution). */
export function setScheduleSuspended(
  scope: Scope,
  schedule: ScheduledExecution,
  suspend: boolean,
  options: InterventionOptions,
): Promise<ScheduledExecution> {
  return guardedWrite(scope, {
    resource: SCHEDULED_EXECUTIONS,
    object: schedule,
    options,
    verb: suspend ? 'suspended' : 'resumed',
    observe: () => ({}),
    changes: (current) => {
      const change = { part: 'spec', fields: { suspend } } as const;
      return [{ ...change, essential: ['suspend'], isMade: isSetBy(current, change) }];
    },
  });
}
