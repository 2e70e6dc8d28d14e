import type { Execution } from '../../api/execution.ts';

/** Executions that were read from an archive. They look like live ones and cannot be written. */
const archived = new WeakSet<Execution>();
/**
 * The mark of executions whose result was left out. A field costs less than a place in a WeakSet:
 * thousands are marked in a second.
 */
export const LEAVES_OUT_RESULT = Symbol('leaves out its result');

interface Marked {
  readonly [LEAVES_OUT_RESULT]?: boolean;
}

/** Whether an execution was read from an ArchivedExecution (seed: Get, List). */
export function isArchived(execution: Execution): boolean {
  return archived.has(execution);
}

/** Whether an execution is known to have a result which this object leaves out. */
export function isSlimmed(execution: Execution): boolean {
  const { [LEAVES_OUT_RESULT]: leavesOut = false } = execution as Marked;
  return leavesOut;
}

/** Remembers that an execution was read from an archive. */
export function markArchived(execution: Execution): Execution {
  archived.add(execution);
  return execution;
}

/** Remembers that an execution's result was left out. */
export function markSlimmed(execution: Execution): Execution {
  return Object.assign(execution, { [LEAVES_OUT_RESULT]: true });
}
