import { Cron } from 'croner';
import type { Execution } from '../../api/execution.ts';
import { formatInstant } from '../../api/instant.ts';
import { SCHEDULE_LABEL, truncateName, WORKER_GROUP_LABEL } from '../../api/labels.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS, SCHEDULED_EXECUTIONS } from '../../api/resources.ts';
import type { ScheduledExecution } from '../../api/scheduled-execution.ts';
import type { Stored } from '../object.ts';
import type { WatchCacheEvent } from '../watch-cache.ts';
import type { OwnerIndex } from './owner-index.ts';
import { MINUTE } from './script.ts';
import { type Changes, setStatus } from './state.ts';
import { Timers } from './timers.ts';
import type { WorldContext } from './world-context.ts';

const HISTORY_LIMIT = 5;

type Schedule = Stored<ScheduledExecution>;
type ScheduleStatus = NonNullable<ScheduledExecution['status']>;

/** Makes the executions of ScheduledExecutions when they are due, and keeps their history short. */
export class Schedules {
  readonly #grounds: WorldContext;
  readonly #family: OwnerIndex;
  readonly #timers: Timers;
  /** What cancels the next due time of each schedule, by uid. */
  readonly #due = new Map<string, () => void>();

  constructor(grounds: WorldContext, family: OwnerIndex) {
    this.#grounds = grounds;
    this.#family = family;
    this.#timers = new Timers(grounds.clock);
  }

  heard({ type, resource, object, before }: WatchCacheEvent): void {
    if (resource.plural === SCHEDULED_EXECUTIONS.plural) {
      const schedule = object as Schedule;
      if (type === 'DELETED') this.#cancel(schedule);
      else if ((before as Schedule | undefined)?.spec !== schedule.spec) this.#arm(schedule);
    } else if (resource.plural === EXECUTIONS.plural) {
      const execution = object as Stored<Execution>;
      const earlier = before as Stored<Execution> | undefined;
      const { namespace, labels } = execution.metadata;
      const name = labels?.[SCHEDULE_LABEL];
      const moved = type !== 'MODIFIED' || phaseOf(execution) !== phaseOf(earlier ?? execution);
      if (name !== undefined && moved) this.#review(namespace ?? '', name);
    }
  }

  stop(): void {
    this.#timers.stop();
  }

  #cancel({ metadata }: Schedule): void {
    this.#due.get(metadata.uid)?.();
    this.#due.delete(metadata.uid);
  }

  #arm(schedule: Schedule): void {
    this.#cancel(schedule);
    const now = this.#grounds.clock.now();
    const next = schedule.spec.suspend ? undefined : nextDue(schedule, now);
    this.#setStatus(schedule, {
      nextScheduleTime: next === undefined ? undefined : formatInstant(next),
    });
    if (next === undefined) return;
    this.#due.set(
      schedule.metadata.uid,
      this.#timers.after(next - now, () => this.#fire(schedule, next)),
    );
  }

  #fire(schedule: Schedule, due: number): void {
    const { storage } = this.#grounds;
    const { namespace, name, labels } = schedule.metadata;
    const { function: fn, arguments: args, executionDefaults } = schedule.spec;
    const execution = truncateName(`${name}-${Math.floor(due / MINUTE)}`, 253);
    const group = labels?.[WORKER_GROUP_LABEL];
    this.#setStatus(schedule, { lastScheduleTime: formatInstant(due) });
    if (!storage.get(EXECUTIONS, namespace, execution)) {
      storage.create(EXECUTIONS, {
        metadata: {
          name: execution,
          ...(namespace !== undefined && { namespace }),
          labels: {
            [SCHEDULE_LABEL]: truncateName(name),
            ...(group !== undefined && { [WORKER_GROUP_LABEL]: group }),
          },
        },
        spec: { function: fn, ...(args && { arguments: args }), ...executionDefaults },
      });
    }
    this.#arm(schedule);
  }

  /** Says which of its executions are open, and deletes the oldest finished ones beyond the limit. */
  #review(namespace: string, label: string): void {
    const { storage } = this.#grounds;
    const schedule = storage
      .list<ScheduledExecution>(SCHEDULED_EXECUTIONS, namespace)
      .find(({ metadata }) => truncateName(metadata.name) === label);
    if (!schedule) return;
    const made = storage
      .list<Execution>(EXECUTIONS, namespace)
      .filter(({ metadata }) => metadata.labels?.[SCHEDULE_LABEL] === label)
      .sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1));
    const open = made.filter((execution) => !isTerminal(phaseOf(execution)));
    this.#setStatus(schedule, { active: open.map(({ metadata }) => metadata.name) });
    const finished = made.filter((execution) => isTerminal(phaseOf(execution)));
    for (const { metadata } of finished.slice(schedule.spec.historyLimit ?? HISTORY_LIMIT)) {
      this.#family.remove({
        resource: EXECUTIONS,
        namespace,
        name: metadata.name,
        uid: metadata.uid,
      });
    }
  }

  #setStatus({ metadata }: Schedule, changes: Changes<ScheduleStatus>): void {
    setStatus<ScheduleStatus>(this.#grounds.storage, SCHEDULED_EXECUTIONS, metadata, changes);
  }
}

/** The next due time after now; none for a schedule that cannot be read. */
function nextDue({ spec }: Schedule, now: number): number | undefined {
  try {
    const zone = spec.timeZone === undefined ? { utcOffset: 0 } : { timezone: spec.timeZone };
    const cron = new Cron(spec.schedule, { ...zone, mode: '5-part' });
    return cron.nextRun(new Date(now))?.getTime();
  } catch {
    // An unreadable schedule is its author's to mend: it has no next time until it changes.
    return undefined;
  }
}
