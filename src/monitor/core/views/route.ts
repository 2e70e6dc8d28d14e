import type { TableId } from '../table/table.ts';

/** What the screen shows: the executions with their tree, attempts, progress and logs, or a table. */
export type ViewId = TableId;

/** A place that one can go back to. */
export interface Route {
  readonly view: ViewId;
}

/** Where the user came from, the latest last, and where they went back from, the next first. */
export interface History {
  readonly back: readonly Route[];
  readonly forward: readonly Route[];
}

export const HOME: Route = { view: 'executions' };
export const NO_HISTORY: History = { back: [], forward: [] };
