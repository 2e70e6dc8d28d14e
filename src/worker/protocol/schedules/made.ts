import { finishedAt } from '../../../api/attempts.ts';
import type { Execution } from '../../../api/execution.ts';
import { parseInstant } from '../../../api/instant.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import type { ScheduledExecution } from '../../../api/scheduled-execution.ts';
import type { Licence } from '../licence.ts';
import { DUE_ANNOTATION } from '../names.ts';
import { type Delete, deleteSeen } from '../write.ts';

/** An execution that a schedule made and recorded: one line of `status.made` (ours). */
export interface Made {
  /** The due time, in minutes since 1970. */
  readonly minute: number;
  readonly uid: string;
}

const DEFAULT_HISTORY = 5;

/** What a schedule recorded; lines of another form count as none. */
export function parseMade({ status }: ScheduledExecution): readonly Made[] {
  return (status?.made ?? []).flatMap((line) => {
    const [minute = '', uid = ''] = line.split(' ');
    return /^\d+$/.test(minute) && uid !== '' ? [{ minute: Number(minute), uid }] : [];
  });
}

export function printMade({ minute, uid }: Made): string {
  return `${minute} ${uid}`;
}

/** The due time that an execution was made for, in minutes since 1970; undefined for a manual trigger. */
export function dueMinute({ metadata }: Execution): number | undefined {
  const text = metadata.annotations?.[DUE_ANNOTATION];
  return text === undefined ? undefined : Number(text);
}

/**
 * An execution of a schedule is run only if the schedule recorded its uid: a late POST of a worker
 * that stalled, after the run of its due time was trimmed, makes an object that no worker runs. One of
 * a due time before the schedule was made belongs to another that had its name.
 * `schedule`: undefined where it is not known, `isGone` where it does not exist any more.
 */
export function judgeDueLicence(
  execution: Execution,
  schedule: ScheduledExecution | undefined,
  isGone: boolean,
): Licence {
  const minute = dueMinute(execution);
  if (minute === undefined) return 'granted';
  if (schedule === undefined) return isGone ? 'void' : 'awaited';
  const { uid } = execution.metadata;
  if (parseMade(schedule).some((made) => made.uid === uid)) return 'granted';
  const created = parseInstant(schedule.metadata.creationTimestamp) ?? 0;
  const isPast = isRecorded(schedule, minute) || minute * 60_000 <= created;
  return isPast ? 'void' : 'awaited';
}

/** Whether a schedule is past a due time: it was recorded, or left out. */
function isRecorded({ status }: ScheduledExecution, minute: number): boolean {
  const last = parseInstant(status?.lastScheduleTime);
  return last !== undefined && last >= minute * 60_000;
}

/**
 * The deletes that keep the history of a schedule short: its oldest finished executions. One whose
 * due time is not recorded stays, since its name must not become free.
 */
export function trimHistory(
  schedule: ScheduledExecution,
  executions: readonly Execution[],
): readonly Delete[] {
  return executions
    .filter((execution) => isTerminal(phaseOf(execution)))
    .sort((one, other) => (finishedAt(other) ?? 0) - (finishedAt(one) ?? 0))
    .slice(schedule.spec.historyLimit ?? DEFAULT_HISTORY)
    .filter((execution) => {
      const minute = dueMinute(execution);
      return minute === undefined || isRecorded(schedule, minute);
    })
    .map((execution) => deleteSeen('Execution', execution));
}
