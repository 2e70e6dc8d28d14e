import type { ResultSchema } from './parse-result.ts';
import { parseResult } from './parse-result.ts';
import type { Scope } from './scope.ts';
import { type SpawnOptions, spawn } from './spawn.ts';
import { waitForExecution } from './wait.ts';

/** How an execution is made, and what its result must be (ours). */
export interface ExecuteOptions<T> extends Omit<SpawnOptions, 'dryRun'> {
  /** Checks the result. Default: the type is taken on trust. */
  readonly schema?: ResultSchema<T> | undefined;
}

/** Spawns, waits for the end, and reads the result. Ending the call does not cancel the execution. */
export async function execute<T>(
  scope: Scope,
  fn: string,
  args: object | undefined,
  options: ExecuteOptions<T>,
): Promise<T | undefined> {
  const ended = await waitForExecution(scope, await spawn(scope, fn, args, options));
  return options.schema ? parseResult(ended, options.schema) : parseResult<T>(ended);
}
