import type { ObjectMeta } from './metadata.ts';
import type { Phase } from './phase.ts';

/** A finished tree, kept as one object (contract: ArchivedExecution). */
export interface ArchivedExecution {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec: {
    /** The uid that the root execution had. */
    readonly uid?: string;
    readonly function?: string;
    readonly phase?: Phase;
    readonly message?: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
    readonly archivedAt?: string;
    readonly deleteAfter?: string;
    readonly executions?: number;
    readonly suspensions?: number;
    readonly jobs?: number;
    /** base64 of gzip of JSON `{executions, suspensions, jobs}`. */
    readonly data?: string;
  };
}
