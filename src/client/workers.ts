import type { KubeObject } from '../api/metadata.ts';

/** The few fields of a coordination.k8s.io/v1 Lease that kontinue reads. */
export interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly renewTime?: string;
  };
}

/** `unknown`: not watched long enough to tell, or no Lease at all, which does not mean dead. */
export type Liveness = 'live' | 'stale' | 'unknown';

/** One worker, as its Lease shows it. */
export interface WorkerSeen {
  readonly name: string;
  readonly group: string;
  readonly liveness: Liveness;
}
