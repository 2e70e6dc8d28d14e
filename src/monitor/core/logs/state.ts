import { appended, EMPTY_BUFFER, type LogBuffer, type LogEntry } from './buffer.ts';

/** Whose log is shown. */
export type LogTarget =
  | { readonly kind: 'jobs'; readonly namespace: string; readonly jobs: readonly string[] }
  /** The worker's own log, for an execution without jobs; lines that mention it stand out. */
  | {
      readonly kind: 'worker';
      readonly namespace: string;
      readonly pod: string;
      readonly mention: string;
    };

/** At most so many logs are followed at once. */
export const MAX_STREAMS = 20;

/** One string for each different target. */
export function targetKey(target: LogTarget | undefined): string {
  if (target === undefined) return '';
  const names = target.kind === 'jobs' ? target.jobs.join(',') : target.pod;
  return `${target.kind}:${target.namespace}/${names}`;
}

/** The log pane. */
export interface LogView {
  readonly target: LogTarget | undefined;
  readonly buffer: LogBuffer;
  readonly following: boolean;
  /** While not following: the entry at the bottom of the pane, counted from the oldest ever. */
  readonly bottom: number;
  readonly timestamps: boolean;
  readonly wrap: boolean;
}

export const NO_LOGS: LogView = {
  target: undefined,
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
  if (targetKey(view.target) === targetKey(target)) return view;
  const joined = joins(view.target, target);
  return {
    ...view,
    target,
    ...(joined ? {} : { buffer: EMPTY_BUFFER, following: true, bottom: 0 }),
  };
}

/** Whether a target only adds jobs to the one before, so that its lines may stay. */
function joins(before: LogTarget | undefined, after: LogTarget | undefined): boolean {
  if (before?.kind !== 'jobs' || after?.kind !== 'jobs') return false;
  return (
    before.namespace === after.namespace && before.jobs.every((job) => after.jobs.includes(job))
  );
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
