import type { TableId } from '../table/table.ts';

/** What the screen shows: the executions with their tree, attempts, progress and logs, or a table. */
export type ViewId = TableId;

/** A place that one can go back to. */
export interface Route {
  readonly view: ViewId;
  /** What the view is about, such as the name of an execution; for a view that takes one. */
  readonly argument?: string;
}

/** Whether two routes show the same. */
export function isSameRoute(a: Route, b: Route): boolean {
  return a.view === b.view && a.argument === b.argument;
}

/** Where the user came from, the latest last, and where they went back from, the next first. */
export interface History {
  readonly back: readonly Route[];
  readonly forward: readonly Route[];
  /** What was shown before this view, whichever way it was left; undefined on the first one. */
  readonly last: Route | undefined;
}

export const HOME: Route = { view: 'executions' };
export const NO_HISTORY: History = { back: [], forward: [], last: undefined };
