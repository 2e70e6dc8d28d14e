import { Cron } from 'croner';
import type { DueTimes } from '../protocol/schedules/due.ts';

/** Why a schedule cannot be read: one sentence for its author. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

const NAMES = /^(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT)$/i;
const FIELDS = ['minute', 'hour', 'day of month', 'month', 'day of week'] as const;
/** Clocks are set back by at most this much, in steps of a quarter of an hour. */
const MAX_REPEAT_MS = 3 * 3_600_000;
const QUARTER_MS = 15 * 60_000;

/**
 * The due times of five cron fields in a time zone (IANA name; default UTC). A time that clocks skip
 * is due at the first instant after it. In an hour that clocks repeat, schedules with a fixed hour
 * are due once, and others throughout.
 * @throws ScheduleError if the fields or the zone are not understood.
 */
export function readDueTimes(schedule: string, timeZone?: string): DueTimes {
  assertPlain(schedule);
  const zone = timeZone === undefined || timeZone === '' ? 'UTC' : timeZone;
  const wallClock = wallClockOf(zone);
  const cron = readCron(schedule, zone);
  const isFixedHour = !(schedule.trim().split(/\s+/)[1] ?? '').startsWith('*');
  return (after) => {
    let from = after;
    for (;;) {
      const due = cron.nextRun(new Date(from))?.getTime();
      if (due === undefined || due <= from) return undefined;
      if (!isFixedHour || !repeats(due, wallClock)) return due;
      from = due;
    }
  };
}

function assertPlain(schedule: string): void {
  const refuse = (what: string) => new ScheduleError(`schedule "${schedule}": ${what}`);
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== FIELDS.length)
    throw refuse(`it has ${fields.length} fields; five are needed: ${FIELDS.join(', ')}`);
  for (const [index, field] of fields.entries()) {
    const stray = field
      .split(/[,\-/]/)
      .find((part) => part !== '*' && !/^\d+$/.test(part) && !NAMES.test(part));
    if (stray !== undefined)
      throw refuse(`${stray === '' ? `the ${FIELDS[index]}` : stray} is not understood`);
  }
}

function readCron(schedule: string, timezone: string): Cron {
  try {
    return new Cron(schedule, { timezone, mode: '5-part' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    throw new ScheduleError(`schedule "${schedule}": ${reason}`);
  }
}

/** The wall clock of a zone, to the minute. */
function wallClockOf(timeZone: string): (instant: number) => string {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    return (instant) => format.format(new Date(instant));
  } catch {
    throw new ScheduleError(`time zone "${timeZone}" is not known`);
  }
}

/** Whether the wall clock showed this time before. */
function repeats(due: number, wallClock: (instant: number) => string): boolean {
  const text = wallClock(due);
  for (let back = QUARTER_MS; back <= MAX_REPEAT_MS; back += QUARTER_MS) {
    if (wallClock(due - back) === text) return true;
  }
  return false;
}
