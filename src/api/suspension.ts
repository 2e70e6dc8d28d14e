import type { Json } from './execution.ts';
import type { ObjectMeta } from './metadata.ts';
import type { Phase } from './phase.ts';

/**
 * A wait inside an execution: for a time (a sleep) or for a user (an approval) (seed:
 * Suspension).
 */
export interface Suspension {
  /** Group and version: `kontinue.cloud/v1alpha1`. */
  readonly apiVersion?: string;
  /** What it is: `Suspension`. */
  readonly kind?: string;
  /** Name, namespace, labels and owners. */
  readonly metadata: ObjectMeta;
  /** What is waited for. */
  readonly spec?: {
    /** Set by a sleep; RFC 3339, UTC. Absent: it waits until a user resumes it. */
    readonly resumeAt?: string;
    /** For the user who decides. */
    readonly message?: string;
    /** When it is too late to decide (ours); RFC 3339, UTC. Absent: never. */
    readonly expiresAt?: string;
  };
  /** How it stands; absent means Suspended. */
  readonly status?: {
    /** See `suspensionPhase`. */
    readonly phase?: Phase;
    /** When the wait ended; RFC 3339, UTC. */
    readonly finishedAt?: string;
    /** The answer of the user who decided (ours), of any JSON type. */
    readonly value?: Json;
    /** Why an answer was refused, or why the wait ended (ours). */
    readonly message?: string;
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

/**
 * Whether this suspension waits for a user rather than for a time (contract: Suspension). It says
 * nothing of its execution: one that has ended waits for it no more.
 */
export function needsHuman(suspension: Suspension): boolean {
  return suspensionPhase(suspension) === 'Suspended' && suspension.spec?.resumeAt === undefined;
}
