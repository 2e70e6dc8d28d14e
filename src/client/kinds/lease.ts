import type { KubeObject } from '../../api/metadata.ts';

/** The few fields of a coordination.k8s.io/v1 Lease that kontinue reads (Kubernetes: Lease). */
export interface Lease extends KubeObject {
  /** Its holder, and for how long it holds. */
  readonly spec?: {
    /** Empty after its holder released it. */
    readonly holderIdentity?: string;
    /** For how many seconds it is valid after a renewal. */
    readonly leaseDurationSeconds?: number;
    /** When it was last renewed, by its holder's clock; RFC 3339, UTC. */
    readonly renewTime?: string;
  };
}
