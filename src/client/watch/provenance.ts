import type { Execution } from '../../api/execution.ts';

/** Executions that were read from an archive. They look like live ones and cannot be written. */
const archived = new WeakSet<Execution>();

/** What a slimmed execution leaves out; `result` where it leaves out a result, whatever else it does. */
export type LeftOut = 'state' | 'result';

/**
 * The mark of slimmed executions. A field costs less than a place in a WeakSet: thousands are marked in
 * a second.
 */
export const LEFT_OUT = Symbol('what a slimmed execution leaves out');

interface Marked {
  readonly [LEFT_OUT]?: LeftOut | undefined;
}

/** Whether an execution was read from an ArchivedExecution (seed: Get, List). */
export function isArchived(execution: Execution): boolean {
  return archived.has(execution);
}

/**
 * Whether an execution leaves out fields that it has on the server (ours). Trees that are watched and
 * `informers` leave out `status.state` and `status.result`; lists of archives have only a summary of
 * each. `Client.get` reads all fields, and every intervention reads the object again by itself.
 */
export function isSlimmed(execution: Execution): boolean {
  return leftOutOf(execution) !== undefined;
}

/** Whether an execution is known to have a result which this object leaves out, or may have one. */
export function leavesOutResult(execution: Execution): boolean {
  return leftOutOf(execution) === 'result';
}

/** Remembers that an execution was read from an archive. */
export function markArchived(execution: Execution): Execution {
  archived.add(execution);
  return execution;
}

/** Remembers that an execution is only a summary: its result, if it has one, was left out. */
export function markSummary(execution: Execution): Execution {
  return Object.assign(execution, { [LEFT_OUT]: 'result' });
}

function leftOutOf(execution: Execution): LeftOut | undefined {
  return (execution as Marked)[LEFT_OUT];
}
