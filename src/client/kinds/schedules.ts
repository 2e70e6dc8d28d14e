import { SCHEDULED_EXECUTIONS } from '../../api/resources.ts';
import type { ScheduledExecution } from '../../api/scheduled-execution.ts';
import { getObject, listObjects } from '../objects.ts';
import type { CallOptions, Scope } from '../scope.ts';
import { type Labels, selectorOf } from '../selector.ts';

/** Which schedules (seed: ScheduleListOptions). */
export interface ScheduleListOptions extends CallOptions {
  /** Only schedules of this function. Default: of any. */
  readonly function?: string | undefined;
  /** Only schedules with all these labels, or a selector as `kubectl -l` takes it. Default: any. */
  readonly labelSelector?: Labels | string | undefined;
}

/** A schedule by name (seed: GetScheduledExecutionNamespaced). */
export function getScheduledExecution(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<ScheduledExecution> {
  return getObject(scope, { resource: SCHEDULED_EXECUTIONS, namespace, name });
}

/** The schedules of a namespace (seed: ListScheduledExecutionsNamespaced). */
export async function listScheduledExecutions(
  scope: Scope,
  namespace: string,
  options: ScheduleListOptions,
): Promise<readonly ScheduledExecution[]> {
  const schedules = await listObjects<ScheduledExecution>(scope, {
    resource: SCHEDULED_EXECUTIONS,
    namespace,
    labelSelector: selectorOf(options.labelSelector),
  });
  const wanted = options.function;
  return wanted ? schedules.filter((s) => s.spec.function === wanted) : schedules;
}
