import type { ClientOptions } from '../../client/connect.ts';
import type { Duration } from '../functions/context.ts';
import type { AnyDefinition } from '../functions/define-function.ts';
import type { Logger } from './logger.ts';

/** How a worker behaves, beside how it finds its cluster (ours). */
export interface WorkerOptions extends ClientOptions {
  /** What it runs. Two of one name are refused. */
  readonly functions: Iterable<AnyDefinition>;
  /** Default `default`. */
  readonly group?: string | undefined;
  /** The name of its Lease, which no other worker of the namespace may have. Default: `worker-` and 5 random characters. */
  readonly name?: string | undefined;
  /** How many executions run at once; those that wait for others do not count. Default 100. */
  readonly concurrency?: number | undefined;
  /** For how long its Lease holds; three of them without a renewal, and others take over. All workers need the same. Default 15s. */
  readonly lease?: Duration | undefined;
  /** What is recorded as the build of the functions. Default: none. */
  readonly build?: string | undefined;
  /** Takes what the worker and its functions log. Default: nothing is logged. */
  readonly logger?: Logger | undefined;
}
