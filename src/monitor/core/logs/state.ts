import { append, EMPTY_BUFFER, type LogBuffer, type LogEntry } from './buffer.ts';

/** Whose log is shown, and which node of the tree it is about. */
export type LogTarget =
  | {
      readonly kind: 'jobs';
      readonly about: string;
      readonly namespace: string;
      readonly jobs: readonly string[];
    }
  /** The worker's own log, for an execution without jobs; lines that mention it stand out. */
  | {
      readonly kind: 'worker';
      readonly about: string;
      readonly namespace: string;
      readonly pod: string;
      readonly mention: string;
    };

/** The most logs that are followed at the same time. */
export const MAX_STREAMS = 20;

/**
 * One string for each different log. Jobs that come and go under the same node are one log: what they
 * wrote stays, and who joins does not make the others begin anew.
 */
export function targetKey(target: LogTarget | undefined): string {
  if (target === undefined) return '';
  return target.kind === 'jobs' ? `jobs:${target.about}` : `worker:${target.pod}:${target.about}`;
}

/** The streams of a log, by the names of their jobs or of the worker's pod. */
export function streamsOf(target: LogTarget | undefined): readonly string[] {
  if (target === undefined) return [];
  return target.kind === 'jobs' ? target.jobs : [target.pod];
}

/** The log pane. */
export interface LogView {
  readonly target: LogTarget | undefined;
  /** Counts how often the pane was pointed at another log. */
  readonly aim: number;
  readonly buffer: LogBuffer;
  readonly following: boolean;
  /** While not following: behind the entry at the bottom of the pane, counted from the oldest ever. */
  readonly bottom: number;
  /** How many screen lines of that entry are below the pane. More than none only where lines wrap. */
  readonly hidden: number;
  /** While not following: entries up to here were there when it was paused, or have shown since. */
  readonly seen: number;
  /** How many cells lines are scrolled to the left. */
  readonly shift: number;
  /** The entry that a search has found, counted likewise. */
  readonly found?: number;
  readonly timestamps: boolean;
  readonly wrap: boolean;
}

export const NO_LOGS: LogView = {
  target: undefined,
  aim: 0,
  buffer: EMPTY_BUFFER,
  following: true,
  bottom: 0,
  hidden: 0,
  seen: 0,
  shift: 0,
  timestamps: false,
  wrap: false,
};

/** Entries ever received: the number of the next one. */
export function receivedCount(view: LogView): number {
  return view.buffer.dropped + view.buffer.entries.length;
}

/** How many entries came since it was paused and have not shown yet. */
export function countNew(view: LogView): number {
  return view.following ? 0 : receivedCount(view) - view.seen;
}

/** The pane pointed at another log: what was shown makes way for it. */
export function setTarget(view: LogView, target: LogTarget | undefined): LogView {
  if (targetKey(view.target) !== targetKey(target)) {
    const { found: _, ...rest } = view;
    const { buffer, following, bottom, hidden, seen, shift } = NO_LOGS;
    const aim = view.aim + 1;
    return { ...rest, target, aim, buffer, following, bottom, hidden, seen, shift };
  }
  const same = streamsOf(view.target).join() === streamsOf(target).join();
  return same ? view : { ...view, target };
}

/** The log with more entries. What a paused pane shows stays where it is. */
export function withEntries(view: LogView, entries: readonly LogEntry[]): LogView {
  const { buffer, places } = append(view.buffer, entries);
  let { bottom, seen, found } = view;
  for (const place of places) {
    if (found !== undefined && place <= found) found++;
    if (view.following || place >= bottom) continue;
    bottom++;
    seen++;
  }
  return { ...view, buffer, bottom, seen, ...(found !== undefined && { found }) };
}

/** Paused, with this place at the bottom of the pane. */
export function pauseAt(view: LogView, bottom: number, hidden: number): LogView {
  const seen = view.following ? receivedCount(view) : Math.max(view.seen, bottom);
  return { ...view, following: false, bottom, hidden, seen };
}

/** How many screen lines an entry takes. */
export type LinesOf = (entry: LogEntry) => number;

/** What stands at the bottom of the pane: entries before `end`, without the last `hidden` lines. */
export interface Place {
  readonly end: number;
  readonly hidden: number;
}

/** The place that shows in a pane of `height` lines. What it stood at may be dropped by now. */
export function placeOf(view: LogView, height: number, linesOf: LinesOf): Place {
  const { entries, dropped } = view.buffer;
  if (view.following) return { end: entries.length, hidden: 0 };
  const place = { end: Math.min(entries.length, view.bottom - dropped), hidden: view.hidden };
  return later(place, topPlace(entries, height, linesOf));
}

/** The place where the oldest line is the first in the pane; the end, where all fits. */
function topPlace(entries: readonly LogEntry[], height: number, linesOf: LinesOf): Place {
  let lines = 0;
  for (const [i, entry] of entries.entries()) {
    lines += linesOf(entry);
    if (lines >= height) return { end: i + 1, hidden: lines - height };
  }
  return { end: entries.length, hidden: 0 };
}

function later(a: Place, b: Place): Place {
  return a.end > b.end || (a.end === b.end && a.hidden <= b.hidden) ? a : b;
}

/**
 * Scrolled by `by` screen lines in a pane of `height`; upwards pauses following, and the end takes it
 * up again. The oldest lines fill the pane.
 */
export function scrollBy(
  view: LogView,
  by: number,
  height: number,
  linesOf: LinesOf = () => 1,
): LogView {
  const { entries, dropped } = view.buffer;
  if (by === Number.POSITIVE_INFINITY) return { ...view, following: true };
  const top = topPlace(entries, height, linesOf);
  const place =
    by === Number.NEGATIVE_INFINITY
      ? top
      : later(movePlace(placeOf(view, height, linesOf), by, entries, linesOf), top);
  const atEnd = place.end >= entries.length && place.hidden <= 0;
  return atEnd ? { ...view, following: true } : pauseAt(view, dropped + place.end, place.hidden);
}

/** The place `by` screen lines further down, at most at the end; it may be before the top. */
export function movePlace(
  from: Place,
  by: number,
  entries: readonly LogEntry[],
  linesOf: LinesOf,
): Place {
  let { end, hidden } = from;
  hidden -= by;
  const lines = (index: number) => {
    const entry = entries[index];
    return entry ? linesOf(entry) : 1;
  };
  while (hidden < 0 && end < entries.length) {
    hidden += lines(end);
    end++;
  }
  while (end > 0 && hidden >= lines(end - 1)) {
    end--;
    hidden -= lines(end);
  }
  return { end, hidden: Math.max(0, hidden) };
}
