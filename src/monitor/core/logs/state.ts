import { appended, EMPTY_BUFFER, type LogBuffer, type LogEntry } from './buffer.ts';

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

/** At most so many logs are followed at once. */
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
  /** While not following: the entry at the bottom of the pane, counted from the oldest ever. */
  readonly bottom: number;
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
  timestamps: false,
  wrap: false,
};

/** Entries ever received: the number of the next one. */
export function received(view: LogView): number {
  return view.buffer.dropped + view.buffer.entries.length;
}

/** The pane pointed at another log: what was shown makes way for it. */
export function retargeted(view: LogView, target: LogTarget | undefined): LogView {
  if (targetKey(view.target) !== targetKey(target)) {
    const { found: _, ...rest } = view;
    return { ...rest, target, aim: view.aim + 1, buffer: EMPTY_BUFFER, following: true, bottom: 0 };
  }
  const same = streamsOf(view.target).join() === streamsOf(target).join();
  return same ? view : { ...view, target };
}

/** Paused, with an entry that was found in the middle of a pane of `height` lines. */
export function centred(view: LogView, found: number, height: number): LogView {
  const below = view.wrap ? 1 : Math.ceil(height / 2);
  return { ...view, following: false, bottom: Math.min(received(view), found + below), found };
}

export function withEntries(view: LogView, entries: readonly LogEntry[]): LogView {
  return { ...view, buffer: appended(view.buffer, entries) };
}

/**
 * Scrolled by `by` entries in a pane of `height` lines; upwards pauses following, and the end takes it
 * up again. The first entries fill the pane, unless wrapped ones would push each other out of it.
 */
export function scrolledBy(view: LogView, by: number, height: number): LogView {
  const end = received(view);
  const first = view.wrap ? 1 : Math.min(height, view.buffer.entries.length);
  const bottom = Math.max(view.buffer.dropped + first, (view.following ? end : view.bottom) + by);
  return bottom >= end ? { ...view, following: true } : { ...view, following: false, bottom };
}
