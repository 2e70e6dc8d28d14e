import type { ExecutionRetry, ExecutionTimeout, ExecutionTTL, Json } from './execution.ts';
import type { ObjectMeta } from './metadata.ts';

/** A cron schedule that makes executions (contract: ScheduledExecution). */
export interface ScheduledExecution {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec: {
    /** Five cron fields. */
    readonly schedule: string;
    /** IANA zone name. Default UTC. */
    readonly timeZone?: string;
    readonly function: string;
    readonly arguments?: Readonly<Record<string, Json>>;
    /** Finished executions kept. Default 5. */
    readonly historyLimit?: number;
    /** Default false. */
    readonly suspend?: boolean;
    readonly executionDefaults?: {
      readonly retry?: ExecutionRetry;
      readonly timeout?: ExecutionTimeout;
      readonly ttl?: ExecutionTTL;
    };
  };
  readonly status?: {
    readonly active?: readonly string[];
    readonly lastScheduleTime?: string;
    readonly nextScheduleTime?: string;
  };
}
