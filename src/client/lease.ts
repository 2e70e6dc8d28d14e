import type { KubeObject } from '../api/metadata.ts';

/** The few fields of a coordination.k8s.io/v1 Lease that kontinue reads. */
export interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly renewTime?: string;
  };
}
