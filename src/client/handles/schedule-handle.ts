import type { Execution } from '../../api/execution.ts';
import type { ScheduledExecution } from '../../api/scheduled-execution.ts';
import { type ListOptions, listExecutions } from '../executions/list.ts';
import type { InterventionOptions } from '../interventions/options.ts';
import { setScheduleSuspended } from '../interventions/schedule.ts';
import { getScheduledExecution } from '../kinds/schedules.ts';
import type { CallOptions } from '../scope.ts';
import { Handle } from './handle.ts';

/** One schedule, by its name (ours). `Client.schedule` creates it and sends nothing. */
export class ScheduleHandle extends Handle {
  /** As `Client.getScheduledExecution`. @throws NotFoundError if there is none. */
  get(options?: CallOptions): Promise<ScheduledExecution> {
    return getScheduledExecution(this.scopeFor(options), this.namespace, this.name);
  }

  /** The executions that it created, as `Client.list`. */
  executions(options: Omit<ListOptions, 'schedule'> = {}): Promise<readonly Execution[]> {
    const wanted = { ...options, schedule: this.name };
    return listExecutions(this.scopeFor(options), this.namespace, wanted);
  }

  /** As `Client.suspendScheduledExecution`. @throws ConflictError; NotFoundError. */
  suspend(options: InterventionOptions = {}): Promise<ScheduledExecution> {
    return this.#setSuspended(true, options);
  }

  /** As `Client.resumeScheduledExecution`. @throws ConflictError; NotFoundError. */
  resume(options: InterventionOptions = {}): Promise<ScheduledExecution> {
    return this.#setSuspended(false, options);
  }

  #setSuspended(suspend: boolean, options: InterventionOptions): Promise<ScheduledExecution> {
    const { name, namespace } = this;
    // Everything but the metadata is read from the server.
    const target = { metadata: { name, namespace }, spec: { schedule: '', function: '' } };
    return setScheduleSuspended(this.scopeFor(options), target, suspend, options);
  }
}
