import type { KubeObject } from './metadata.ts';

export interface JobCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** The few fields of a batch/v1 Job that kontinue reads. */
export interface Job extends KubeObject {
  readonly spec?: {
    readonly suspend?: boolean;
    readonly backoffLimit?: number;
    readonly completions?: number;
    readonly parallelism?: number;
  };
  readonly status?: {
    readonly conditions?: readonly JobCondition[];
    readonly active?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly startTime?: string;
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
