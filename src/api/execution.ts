import type { ObjectMeta } from './metadata.ts';
import type { Phase } from './phase.ts';

/**
 * What a retry does with the children of the attempt before (seed: ChildPolicy): `None` reuses
 * them, `RetryFailed` retries the failed and canceled ones, `RetryAll` all.
 */
export type ChildPolicy = 'None' | 'RetryFailed' | 'RetryAll';
/** Every child policy (seed: ChildPolicyNone, ChildPolicyRetryFailed, ChildPolicyRetryAll). */
export const CHILD_POLICIES: readonly ChildPolicy[] = ['None', 'RetryFailed', 'RetryAll'];

/** Any JSON value; whole numbers beyond 2^53 are `bigint` (ours). */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/**
 * When a failed attempt is followed by another (seed: ExecutionRetry). Durations are Go duration
 * strings such as `1h30m`; see `parseDuration`.
 */
export interface ExecutionRetry {
  /** How many automatic retries after the first attempt. Default 0. */
  readonly retries?: number | undefined;
  /** Wait between attempts: a Go duration string. Default `5s`. */
  readonly backoff?: string | undefined;
  /** What a retry does with the children. Default `None`. */
  readonly childPolicy?: ChildPolicy | undefined;
}

/**
 * How long an execution may take (seed: ExecutionTimeout). Go duration strings. Default: no limit.
 */
export interface ExecutionTimeout {
  /**
   * From the first start, over all attempts: a Go duration string. Not retryable. Default: no
   * limit.
   */
  readonly overall?: string | undefined;
  /**
   * For one attempt: a Go duration string. Starts again on retry or resume. Retryable. Default: no
   * limit.
   */
  readonly attempt?: string | undefined;
}

/**
 * What becomes of an execution that has ended (seed: ExecutionTTL). Counted from finishing, for
 * root executions only.
 */
export interface ExecutionTTL {
  /** When its tree becomes one ArchivedExecution: a Go duration string. Default: never. */
  readonly archiveAfter?: string | undefined;
  /** When it is deleted, archived or not: a Go duration string. Default: never. */
  readonly deleteAfter?: string | undefined;
}

/** Executions that name the same mutex run one after another (seed: ExecutionMutex). */
export interface ExecutionMutex {
  /** One execution of the namespace holds it at a time. */
  readonly name: string;
}

/** What is to be run, and how (contract: Execution). */
export interface ExecutionSpec {
  /** The name of a registered function. */
  readonly function: string;
  /** What the function is called with. Default: none. */
  readonly arguments?: Readonly<Record<string, Json>>;
  /** Default: the function's, else no retries. */
  readonly retry?: ExecutionRetry;
  /** Default: the function's, else none. */
  readonly timeout?: ExecutionTimeout;
  /** Default: the function's, else it stays until a user deletes it. */
  readonly ttl?: ExecutionTTL;
  /** Default: none. */
  readonly mutex?: ExecutionMutex;
}

/** One attempt of an execution (seed: ExecutionAttempt). */
export interface ExecutionAttempt {
  /** The phase it is in, or ended in. */
  readonly phase?: Phase;
  /** What it says of itself, or ended with. */
  readonly message?: string;
  /** RFC 3339, UTC. */
  readonly startedAt?: string;
  /** RFC 3339, UTC; absent while it runs. */
  readonly finishedAt?: string;
}

/** How far a function says it is (contract: status.progress). */
export interface ExecutionProgress {
  /** How many steps are done, in whatever the function counts. */
  readonly current?: number;
  /** How many steps there are; 0 or absent if unknown. */
  readonly max?: number;
}

/** How an execution stands, as workers write it (contract: Execution). */
export interface ExecutionStatus {
  /** Absent means Pending. */
  readonly phase?: Phase;
  /** What it says of itself, or ended with. */
  readonly message?: string;
  /** The worker that runs it. */
  readonly workerName?: string;
  /** Start of the current attempt; RFC 3339, UTC. */
  readonly startedAt?: string;
  /** End of the execution; RFC 3339, UTC. Absent while open. */
  readonly finishedAt?: string;
  /** All attempts, oldest first. */
  readonly attempts?: readonly ExecutionAttempt[];
  /** How far it is, if the function tells. */
  readonly progress?: ExecutionProgress;
  /** What the function returned, of any JSON type. */
  readonly result?: Json;
  /** How many times a worker picked it up. */
  readonly resumptions?: number;
  /** The function's stored values and child references. */
  readonly state?: Readonly<Record<string, Json>>;
  /** How many manual retries were granted, on top of spec.retry.retries. */
  readonly retries?: number;
  /** When the last of them was granted; RFC 3339, UTC. */
  readonly retriedAt?: string;
}

/** One run of a Function (seed: Execution). */
export interface Execution {
  /** Group and version: `kontinue.cloud/v1alpha1`. */
  readonly apiVersion?: string;
  /** What it is: `Execution`. */
  readonly kind?: string;
  /** Name, namespace, labels and owners. */
  readonly metadata: ObjectMeta;
  /** What is to be run. */
  readonly spec: ExecutionSpec;
  /** How it stands; absent until a worker or a user writes it. */
  readonly status?: ExecutionStatus;
}
