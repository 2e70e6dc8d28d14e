import type { ChildPolicy } from '../../api/execution.ts';
import type { CommandFlags } from '../connection-flags.ts';

/**
 * The flags of `kontinue execute`: one for each of the library's SpawnOptions, and those for what
 * follows.
 */
export interface ExecuteFlags extends CommandFlags {
  readonly interactive?: boolean;
  readonly args?: string;
  readonly arg?: readonly string[];
  readonly name?: string;
  readonly label?: readonly string[];
  readonly mutex?: string;
  readonly retries?: string;
  readonly backoff?: string;
  readonly childPolicy?: ChildPolicy;
  readonly timeout?: string;
  readonly attemptTimeout?: string;
  readonly archiveAfter?: string;
  readonly deleteAfter?: string;
  readonly dryRun?: boolean;
  readonly follow?: boolean;
  readonly wait?: boolean;
}
