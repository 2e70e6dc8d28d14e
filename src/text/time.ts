import { tz } from '@date-fns/tz';
import { format } from 'date-fns';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;
/** From here on days say less than years. */
const MANY_DAYS = 10_000 * DAY;

/** How instants are shown: in the zone of the person's machine, or in UTC. */
export type Zone = 'local' | 'utc';

const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');

/**
 * A span of time for a column, at most six cells, coarser as it grows, so that an idle screen
 * rarely changes: `41s`, `4m05s`, `12m`, `3h12m`, `13h`, `2d`, `45y`.
 */
export function shortSpan(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < 10 * MINUTE) return `${Math.floor(ms / MINUTE)}m${two((ms % MINUTE) / SECOND)}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 10 * HOUR) return `${Math.floor(ms / HOUR)}h${two((ms % HOUR) / MINUTE)}m`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}h`;
  return ms < MANY_DAYS ? `${Math.floor(ms / DAY)}d` : `${Math.floor(ms / YEAR)}y`;
}

/**
 * An age for a list, in minutes from the first on: a screen of recent executions that stand still
 * changes once a minute, not every second.
 */
export function ageSpan(milliseconds: number): string {
  const minutes = milliseconds >= MINUTE && milliseconds < 10 * MINUTE;
  return minutes ? `${Math.floor(milliseconds / MINUTE)}m` : shortSpan(milliseconds);
}

/** A span of time, to the second in its first hour: `41s`, `12m04s`, `1h02m`, `2d03h`. */
export function exactSpan(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m${two((ms % MINUTE) / SECOND)}s`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}h${two((ms % HOUR) / MINUTE)}m`;
  if (ms < MANY_DAYS) return `${Math.floor(ms / DAY)}d${two((ms % DAY) / HOUR)}h`;
  return `${Math.floor(ms / YEAR)}y`;
}

/** A limit as people write it, without zeros: `15m`, `1h30m`, `7d`. */
export function roundSpan(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / SECOND);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return words.join('') || '0s';
}

/** `10:41:07` in the chosen zone. */
export function clockTime(instant: number, zone: Zone): string {
  return zoned(instant, zone, 'HH:mm:ss');
}

/** `10:41:07` today, else with its day: `Nov 22 10:41:07`, and of another year with that. */
export function clockSecond(instant: number, now: number, zone: Zone): string {
  return onItsDay(instant, now, zone, 'HH:mm:ss');
}

/** `10:41` today, else with its day: `Nov 22 10:41`, and of another year with that. */
export function clockMinute(instant: number, now: number, zone: Zone): string {
  return onItsDay(instant, now, zone, 'HH:mm');
}

function onItsDay(instant: number, now: number, zone: Zone, pattern: string): string {
  const same = (unit: string) => zoned(instant, zone, unit) === zoned(now, zone, unit);
  if (same('yyyy-MM-dd')) return zoned(instant, zone, pattern);
  return zoned(instant, zone, same('yyyy') ? `MMM d ${pattern}` : `yyyy MMM d ${pattern}`);
}

/** The whole instant in RFC 3339, with the offset of the chosen zone: `2026-11-22T10:41:07Z`. */
export function wholeInstant(instant: number, zone: Zone): string {
  return zoned(instant, zone, "yyyy-MM-dd'T'HH:mm:ssXXX");
}

function zoned(instant: number, zone: Zone, pattern: string): string {
  return zone === 'utc' ? format(instant, pattern, { in: tz('UTC') }) : format(instant, pattern);
}
