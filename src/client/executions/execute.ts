import type { Execution } from '../../api/execution.ts';
import type { Scope } from '../scope.ts';
import type { ResultSchema } from './parse-result.ts';
import { parseResult } from './parse-result.ts';
import { type SpawnOptions, spawn } from './spawn.ts';
import { waitForExecution } from './wait.ts';

/** How an execution is created, and what its result must be (ours). */
export interface ExecuteOptions<T> extends Omit<SpawnOptions, 'dryRun'> {
  /** Checks the result. Default: the result is not checked. */
  readonly schema?: ResultSchema<T> | undefined;
  /**
   * Called with the execution once it is created, before the wait for its end: its name finds it
   * again if this program ends first. An error that it throws ends the call. Default: none.
   */
  readonly onSpawned?: ((execution: Execution) => void) | undefined;
}

/** Spawns, waits for the end, and reads the result. Ending the call does not cancel the execution. */
export async function execute<T>(
  scope: Scope,
  fn: string,
  args: object | undefined,
  options: ExecuteOptions<T>,
): Promise<T | undefined> {
  const spawned = await spawn(scope, fn, args, options);
  options.onSpawned?.(spawned);
  const ended = await waitForExecution(scope, spawned);
  return options.schema ? parseResult(ended, options.schema) : parseResult<T>(ended);
}
