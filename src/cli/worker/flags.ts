import type { ConnectionFlags } from '../connection-flags.ts';

/** The flags of `worker`. */
export interface WorkerFlags extends ConnectionFlags {
  readonly name?: string;
  readonly group?: string;
  readonly concurrency?: string;
  readonly lease?: string;
  readonly grace?: string;
  readonly build?: string;
}
