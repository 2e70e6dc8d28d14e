import type { KubeObject } from './metadata.ts';

/** One thing that is, or is not, so of a Job (Kubernetes: JobCondition). */
export interface JobCondition {
  /** `Complete`, `Failed`, `Suspended` and others. */
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  /** One word in CamelCase. */
  readonly reason?: string;
  /** For people. */
  readonly message?: string;
  /** Since when; RFC 3339, UTC. */
  readonly lastTransitionTime?: string;
}

/** The few fields of a batch/v1 Job that kontinue reads (Kubernetes: Job). */
export interface Job extends KubeObject {
  /** What is to be run. */
  readonly spec?: {
    /** Whether it makes no pods for now. Default false. */
    readonly suspend?: boolean;
    /** How many failed pods it takes for the Job to fail. Default 6. */
    readonly backoffLimit?: number;
    /** How many pods must succeed. Absent: one is enough. */
    readonly completions?: number;
    /** How many pods at once. Default 1. */
    readonly parallelism?: number;
  };
  /** How it stands. */
  readonly status?: {
    /** Whether it has ended, and how. */
    readonly conditions?: readonly JobCondition[];
    /** How many pods run or are about to. */
    readonly active?: number;
    /** How many pods have succeeded. */
    readonly succeeded?: number;
    /** How many pods have failed. */
    readonly failed?: number;
    /** When its controller took it up; RFC 3339, UTC. */
    readonly startTime?: string;
    /** When it completed; RFC 3339, UTC. Absent if it failed. */
    readonly completionTime?: string;
  };
}

function condition(job: Job, type: string): JobCondition | undefined {
  return job.status?.conditions?.find((c) => c.type === type && c.status === 'True');
}

/**
 * A Job's phase by its conditions. FailureTarget and SuccessCriteriaMet alone are not the end
 * (contract: The tree).
 */
export function jobPhase(job: Job): 'Failed' | 'Completed' | 'Suspended' | 'Executing' | 'Pending' {
  if (condition(job, 'Failed')) return 'Failed';
  if (condition(job, 'Complete')) return 'Completed';
  if (job.spec?.suspend) return 'Suspended';
  return (job.status?.active ?? 0) > 0 ? 'Executing' : 'Pending';
}

/** The message of its Failed condition, else none. */
export function jobMessage(job: Job): string {
  return condition(job, 'Failed')?.message ?? '';
}

/** When the Job ended: completionTime, else the transition of its Failed condition. */
export function jobFinishedAt(job: Job): string | undefined {
  return job.status?.completionTime ?? condition(job, 'Failed')?.lastTransitionTime;
}
