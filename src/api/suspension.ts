import type { ObjectMeta } from './metadata.ts';
import type { Phase } from './phase.ts';

/** A wait inside an execution: for a time (a sleep) or for a person (an approval). */
export interface Suspension {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec?: {
    /** Set by a sleep. Absent: it waits until a person resumes it. */
    readonly resumeAt?: string;
    readonly message?: string;
  };
  readonly status?: {
    readonly phase?: Phase;
    readonly finishedAt?: string;
  };
}

/**
 * Suspended until Completed or Canceled, whatever another phase is called
 * (contract: Suspension, Tolerance).
 */
export function suspensionPhase(suspension: Suspension): 'Suspended' | 'Completed' | 'Canceled' {
  switch (suspension.status?.phase) {
    case 'Completed':
      return 'Completed';
    case 'Canceled':
      return 'Canceled';
    default:
      return 'Suspended';
  }
}

/** Whether this suspension waits for a person rather than for a time. */
export function needsHuman(suspension: Suspension): boolean {
  return suspensionPhase(suspension) === 'Suspended' && suspension.spec?.resumeAt === undefined;
}
