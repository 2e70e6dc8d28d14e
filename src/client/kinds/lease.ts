import type { KubeObject } from '../../api/metadata.ts';

/** The few fields of a coordination.k8s.io/v1 Lease that kontinue reads (Kubernetes: Lease). */
export interface Lease extends KubeObject {
  /** Who holds it, and for how long. */
  readonly spec?: {
    /** Empty once its holder let go of it. */
    readonly holderIdentity?: string;
    /** How many seconds it holds after a renewal. */
    readonly leaseDurationSeconds?: number;
    /** When it was last renewed, by its holder's clock; RFC 3339, UTC. */
    readonly renewTime?: string;
  };
}
