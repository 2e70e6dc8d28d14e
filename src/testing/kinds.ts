import type { ArchivedExecution } from '../api/archived-execution.ts';
import type { Execution } from '../api/execution.ts';
import type { KontinueFunction } from '../api/function.ts';
import type { Job } from '../api/job.ts';
import type { KubeObject, ObjectMeta } from '../api/metadata.ts';
import {
  ARCHIVED_EXECUTIONS,
  EXECUTIONS,
  FUNCTIONS,
  JOBS,
  PODS,
  type Resource,
  SCHEDULED_EXECUTIONS,
  SUSPENSIONS,
} from '../api/resources.ts';
import type { ScheduledExecution } from '../api/scheduled-execution.ts';
import type { Suspension } from '../api/suspension.ts';

/** A v1 Pod, as far as tests need one (Kubernetes: Pod). */
export interface PodObject extends KubeObject {
  /** Its containers, as on the wire. */
  readonly spec: object;
  /** How they stand, as on the wire. */
  readonly status: object;
}

/** The kinds that a test makes, each with the type of its objects (ours). */
export interface DraftKinds {
  /** One run of a function. */
  readonly Execution: Execution;
  /** A sleep or an approval. */
  readonly Suspension: Suspension;
  /** A cron schedule. */
  readonly ScheduledExecution: ScheduledExecution;
  /** What a worker publishes. */
  readonly Function: KontinueFunction;
  /** A finished tree. */
  readonly ArchivedExecution: ArchivedExecution;
  /** A batch/v1 Job. */
  readonly Job: Job;
  /** A v1 Pod. */
  readonly Pod: PodObject;
}

/** An object of a kind before the cluster gives it a uid, a version and a time (ours). */
export type DraftOf<K extends keyof DraftKinds> = Omit<DraftKinds[K], 'kind' | 'metadata'> & {
  readonly kind: K;
  readonly metadata: Partial<ObjectMeta>;
};

/** An object of a kind, as a cluster stores it (ours). */
export type StoredOf<K extends keyof DraftKinds> = Omit<DraftKinds[K], 'kind' | 'metadata'> & {
  readonly apiVersion: string;
  readonly kind: K;
  readonly metadata: ObjectMeta & {
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
  };
};

/** Where each kind lives. */
export const RESOURCE_OF: { readonly [K in keyof DraftKinds]: Resource } = {
  Execution: EXECUTIONS,
  Suspension: SUSPENSIONS,
  ScheduledExecution: SCHEDULED_EXECUTIONS,
  Function: FUNCTIONS,
  ArchivedExecution: ARCHIVED_EXECUTIONS,
  Job: JOBS,
  Pod: PODS,
};
