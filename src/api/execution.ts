import type { ObjectMeta } from './metadata.ts';
import type { Phase } from './phase.ts';

/** What a retry does with the children of the attempt before (seed: RetryOptions). */
export type ChildPolicy = 'None' | 'RetryFailed' | 'RetryAll';
export const CHILD_POLICIES: readonly ChildPolicy[] = ['None', 'RetryFailed', 'RetryAll'];

/** Any JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Durations are Go duration strings such as `1h30m`; see duration.ts. */
export interface ExecutionRetry {
  /** Automatic retries after the first attempt. Default 0. */
  readonly retries?: number;
  /** Wait between attempts. Default 5s. */
  readonly backoff?: string;
  /** Default None. */
  readonly childPolicy?: ChildPolicy;
}

export interface ExecutionTimeout {
  /** From the first start, over all attempts. Not retryable. */
  readonly overall?: string;
  /** For one attempt; starts again on retry or resume. Retryable. */
  readonly attempt?: string;
}

/** Counted from finishing. Root executions only. */
export interface ExecutionTTL {
  readonly archiveAfter?: string;
  readonly deleteAfter?: string;
}

export interface ExecutionMutex {
  readonly name: string;
}

export interface ExecutionSpec {
  readonly function: string;
  readonly arguments?: Readonly<Record<string, Json>>;
  readonly retry?: ExecutionRetry;
  readonly timeout?: ExecutionTimeout;
  readonly ttl?: ExecutionTTL;
  readonly mutex?: ExecutionMutex;
}

export interface ExecutionAttempt {
  readonly phase?: Phase;
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

export interface ExecutionProgress {
  readonly current?: number;
  readonly max?: number;
}

export interface ExecutionStatus {
  readonly phase?: Phase;
  readonly message?: string;
  readonly workerName?: string;
  /** Start of the current attempt. */
  readonly startedAt?: string;
  /** End of the execution; absent while open. */
  readonly finishedAt?: string;
  /** Oldest first. */
  readonly attempts?: readonly ExecutionAttempt[];
  readonly progress?: ExecutionProgress;
  readonly result?: Json;
  /** How often a worker picked it up. */
  readonly resumptions?: number;
  readonly state?: Readonly<Record<string, Json>>;
  /** Manual retries granted, on top of spec.retry.retries. */
  readonly retries?: number;
  readonly retriedAt?: string;
}

/** One run of a Function (seed: executions). */
export interface Execution {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec: ExecutionSpec;
  readonly status?: ExecutionStatus;
}
