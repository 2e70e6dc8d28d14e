import type { Execution } from '../../../api/execution.ts';
import { formatInstant, parseInstant } from '../../../api/instant.ts';
import { SCHEDULE_LABEL, truncateName, WORKER_GROUP_LABEL } from '../../../api/labels.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { API_VERSION } from '../../../api/resources.ts';
import type { ScheduledExecution } from '../../../api/scheduled-execution.ts';
import { DUE_ANNOTATION } from '../names.ts';
import { type Create, type PatchStatus, patchSeen, setStatus } from '../write.ts';
import { dueMinute, type Made, parseMade, printMade } from './made.ts';

/** The next due time after an instant, both in milliseconds since 1970; undefined where there is none. */
export type DueTimes = (after: number) => number | undefined;

/** How late a due time may be made up for (ours): one that was missed for longer is left out (contract). */
const WINDOW_MS = 90_000;
const MINUTE_MS = 60_000;
const MAX_NAME = 253;

/**
 * The due time for which a schedule owes an execution now: the latest that has passed, that is not
 * older than 90 s, and for which none was recorded. In milliseconds since 1970.
 */
export function dueTime(
  { metadata, spec, status }: ScheduledExecution,
  next: DueTimes,
  now: number,
): number | undefined {
  if (spec.suspend || metadata.deletionTimestamp !== undefined) return undefined;
  const created = parseInstant(metadata.creationTimestamp) ?? 0;
  const last = parseInstant(status?.lastScheduleTime) ?? created;
  let latest: number | undefined;
  let after = Math.max(last, now - WINDOW_MS - 1);
  for (;;) {
    const due = next(after);
    if (due === undefined || due > now || due <= after) return latest;
    latest = due;
    after = due;
  }
}

/** The POST that makes the execution of a due time. Its name is the same for every worker. */
export function makeDue(schedule: ScheduledExecution, due: number): Create {
  const { name, namespace, labels } = schedule.metadata;
  const { function: fn, arguments: args, executionDefaults } = schedule.spec;
  const group = labels?.[WORKER_GROUP_LABEL];
  const minute = Math.floor(due / MINUTE_MS);
  const object: Execution = {
    apiVersion: schedule.apiVersion ?? API_VERSION,
    kind: 'Execution',
    metadata: {
      name: truncateName(`${name}-${minute}`, MAX_NAME),
      ...(namespace !== undefined && { namespace }),
      labels: {
        [SCHEDULE_LABEL]: truncateName(name),
        ...(group !== undefined && { [WORKER_GROUP_LABEL]: group }),
      },
      annotations: { [DUE_ANNOTATION]: `${minute}` },
    },
    spec: { function: fn, ...(args && { arguments: args }), ...executionDefaults },
  };
  return { verb: 'create', kind: 'Execution', object };
}

/** Whether an execution that exists under the name of a due time was made for it: by another worker. */
export function isMadeFor(existing: Execution, schedule: ScheduledExecution, due: number): boolean {
  const label = existing.metadata.labels?.[SCHEDULE_LABEL];
  return (
    label === truncateName(schedule.metadata.name) &&
    dueMinute(existing) === Math.floor(due / MINUTE_MS)
  );
}

/**
 * The record of an execution that was made, by the version of the schedule that was read: it is what
 * allows the execution to run. `executions`: those of the schedule that exist, by a fresh list.
 * Undefined where the schedule is past this due time: another worker recorded its own.
 */
export function recordDue(
  schedule: ScheduledExecution,
  due: number,
  made: Execution,
  executions: readonly Execution[],
  next: DueTimes,
): PatchStatus | undefined {
  const last = parseInstant(schedule.status?.lastScheduleTime);
  if (last !== undefined && last >= due) return undefined;
  const present = new Set(executions.map(({ metadata }) => metadata.uid));
  const minute = Math.floor(due / MINUTE_MS);
  const lines: readonly Made[] = [
    ...parseMade(schedule).filter(({ uid }) => present.has(uid)),
    { minute, uid: made.metadata.uid ?? '' },
  ];
  const active = [...executions, made]
    .filter((execution) => !isTerminal(phaseOf(execution)))
    .map(({ metadata }) => metadata.name);
  const following = next(due);
  return patchSeen('ScheduledExecution', schedule, [
    setStatus('lastScheduleTime', formatInstant(due)),
    ...(following === undefined ? [] : [setStatus('nextScheduleTime', formatInstant(following))]),
    setStatus('active', [...new Set(active)]),
    setStatus('made', lines.map(printMade)),
  ]);
}
