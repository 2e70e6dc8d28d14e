import { sanitize } from '../../../text/sanitize.ts';
import { parseSgr, plainLine } from '../../../text/sgr.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { clockSecond, type Zone } from '../../../text/time.ts';
import type { LogEntry } from './buffer.ts';
import type { LogTarget, LogView } from './state.ts';

/** How times in a log are told. */
export interface LogClock {
  readonly zone: Zone;
  readonly now: number;
}

/** The text of a line as it is shown, without its colors: what a search looks at. */
export function shownText(entry: LogEntry): string {
  return entry.kind === 'mark' ? sanitize(entry.text) : plainLine(entry.text);
}

/** What stands before the text of a line and does not scroll: its time and whose it is. */
export function linePrefix(entry: LogEntry, view: LogView, clock: LogClock): readonly Span[] {
  const time = Date.parse(entry.timestamp);
  const stamp =
    view.timestamps && !Number.isNaN(time)
      ? [span(`${clockSecond(time, clock.now, clock.zone)} `, 'muted')]
      : [];
  const name = sourceName(entry, view.target);
  const source = name === '' ? [] : [{ text: `${sanitize(name)} `, style: { fg: colorOf(name) } }];
  return [{ text: ' ' }, ...stamp, ...source];
}

/** The job where there are several, the container where its pod has several. */
function sourceName({ source, container = '' }: LogEntry, target: LogTarget | undefined): string {
  const several = target?.kind === 'jobs' && target.jobs.length > 1;
  return [several ? source : '', container].filter(Boolean).join('/');
}

/** The text of a line. In a worker's log, lines that mention the execution stand out. */
export function lineText(entry: LogEntry, target: LogTarget | undefined): readonly Span[] {
  if (target?.kind === 'worker' && !entry.text.includes(target.mention)) {
    return [span(shownText(entry), 'muted')];
  }
  return parseSgr(entry.text);
}

/** Legible on dark and on light: no black, no white, no red and no green, which tell how a thing ended. */
const COLORS = [3, 4, 5, 6, 11, 12, 13, 14] as const;

/** A color for a job or container that stays the same from day to day. */
function colorOf(source: string): number {
  let hash = 0;
  for (let i = 0; i < source.length; i++) hash = (hash * 31 + source.charCodeAt(i)) >>> 0;
  return COLORS[hash % COLORS.length] ?? 6;
}
