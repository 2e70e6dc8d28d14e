import type { Execution } from '../../../api/execution.ts';
import type { FunctionDefaults } from '../../../api/function.ts';
import type { Zone } from '../../../text/time.ts';

/** What the attempts and the progress of an execution are drawn from. */
export interface ExecutionFacts {
  readonly execution: Execution;
  /** What its function says where the execution leaves something out; undefined if it is not known. */
  readonly defaults: FunctionDefaults | undefined;
  readonly zone: Zone;
}
