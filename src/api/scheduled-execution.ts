import type { ExecutionRetry, ExecutionTimeout, ExecutionTTL, Json } from './execution.ts';
import type { ObjectMeta } from './metadata.ts';

/** A cron schedule that makes executions (contract: ScheduledExecution). */
export interface ScheduledExecution {
  /** Group and version: `kontinue.cloud/v1alpha1`. */
  readonly apiVersion?: string;
  /** What it is: `ScheduledExecution`. */
  readonly kind?: string;
  /** Name, namespace, labels and owners. */
  readonly metadata: ObjectMeta;
  /** When, and what. */
  readonly spec: {
    /** Five cron fields: minute, hour, day of month, month, day of week. */
    readonly schedule: string;
    /** IANA zone name. Default UTC. */
    readonly timeZone?: string;
    /** The function of the executions it makes. */
    readonly function: string;
    /** Their arguments. Default: none. */
    readonly arguments?: Readonly<Record<string, Json>>;
    /** How many finished executions are kept. Default 5. */
    readonly historyLimit?: number;
    /** Whether it makes none for now. Default false. */
    readonly suspend?: boolean;
    /** What the executions it makes are given. */
    readonly executionDefaults?: {
      /** Default: the function's. */
      readonly retry?: ExecutionRetry;
      /** Default: the function's. */
      readonly timeout?: ExecutionTimeout;
      /** Default: the function's. */
      readonly ttl?: ExecutionTTL;
    };
  };
  /** How it stands, as workers write it. */
  readonly status?: {
    /** The names of its executions that have not ended. */
    readonly active?: readonly string[];
    /** When it last made one; RFC 3339, UTC. */
    readonly lastScheduleTime?: string;
    /** When it will make the next; RFC 3339, UTC. */
    readonly nextScheduleTime?: string;
    /** Those that it made and that still exist (ours): lines of minutes since 1970 and uid. */
    readonly made?: readonly string[];
  };
}
