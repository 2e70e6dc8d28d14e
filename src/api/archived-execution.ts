import type { ObjectMeta } from './metadata.ts';
import type { Phase } from './phase.ts';

/** A finished tree, kept as one object (contract: ArchivedExecution). */
export interface ArchivedExecution {
  /** Group and version: `kontinue.cloud/v1alpha1`. */
  readonly apiVersion?: string;
  /** What it is: `ArchivedExecution`. */
  readonly kind?: string;
  /** Name, namespace, labels and owners. */
  readonly metadata: ObjectMeta;
  /** The summary, and the tree. */
  readonly spec: {
    /** The uid that the root execution had. */
    readonly uid?: string;
    /** The root execution's function. */
    readonly function?: string;
    /** The phase it ended in. */
    readonly phase?: Phase;
    /** What it ended with. */
    readonly message?: string;
    /** Start of its last attempt; RFC 3339, UTC. */
    readonly startedAt?: string;
    /** End of the execution; RFC 3339, UTC. */
    readonly finishedAt?: string;
    /** When this archive was made; RFC 3339, UTC. */
    readonly archivedAt?: string;
    /** How long after finishing it is deleted: a Go duration string. Absent: never. */
    readonly deleteAfter?: string;
    /** How many executions the tree has. */
    readonly executions?: number;
    /** How many suspensions the tree has. */
    readonly suspensions?: number;
    /** How many jobs the tree has. */
    readonly jobs?: number;
    /** base64 of gzip of JSON `{executions, suspensions, jobs}`. */
    readonly data?: string;
  };
}
