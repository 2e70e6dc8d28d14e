import type { Execution } from '../api/execution.ts';

/** Executions that were read from an archive. They look like live ones and cannot be written. */
const archived = new WeakSet<Execution>();
/** Executions whose result was left out. */
const slimmed = new WeakSet<Execution>();
/** Of a class of executions which all leave out their result: a mark on each would cost space. */
export const LEAVES_OUT_RESULT = Symbol('leaves out its result');

/** Whether an execution was read from an ArchivedExecution (seed: Get, List). */
export function isArchived(execution: Execution): boolean {
  return archived.has(execution);
}

/** Whether an execution is known to have a result which this object leaves out. */
export function isSlimmed(execution: Execution): boolean {
  return slimmed.has(execution) || LEAVES_OUT_RESULT in execution;
}

/** Remembers that an execution was read from an archive. */
export function markArchived(execution: Execution): Execution {
  archived.add(execution);
  return execution;
}

/** Remembers that an execution's result was left out. */
export function markSlimmed(execution: Execution): Execution {
  slimmed.add(execution);
  return execution;
}
