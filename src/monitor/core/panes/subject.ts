import type { Execution } from '../../../api/execution.ts';
import type { Subject } from '../resources/kinds.ts';
import { countedRow, type State, subjectExecution, subjectNode } from '../state.ts';

/** The subject that an execution is. */
export function executionSubject(object: Execution | undefined): Subject<'Execution'> | undefined {
  return object && { kind: 'Execution', object };
}

/**
 * Returns what the cursor of the tree is on, which attempts, progress and logs are about. An attempt is
 * one of its execution; a counted row is many objects, and none of them.
 */
export function nodeSubject(state: State): Subject | undefined {
  if (countedRow(state) !== undefined) return undefined;
  const node = subjectNode(state);
  const suspension = node?.suspension();
  if (suspension) return { kind: 'Suspension', object: suspension };
  const job = node?.job();
  if (job) return { kind: 'Job', object: job };
  return executionSubject(subjectExecution(state));
}
