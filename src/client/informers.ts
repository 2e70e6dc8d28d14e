import type { Execution } from '../api/execution.ts';
import type { Job } from '../api/job.ts';
import type { KubeObject } from '../api/metadata.ts';
import type { Suspension } from '../api/suspension.ts';
import type { Reflector } from '../kube/reflector.ts';
import type { Store } from '../kube/store.ts';
import type { Lease } from './workers.ts';

/** One kind of one namespace, kept up to date as long as it is held. */
export interface Informer<T extends KubeObject> {
  readonly store: Store<T>;
  /** How the watch stands: `state`, `onState`, `retryNow`. */
  readonly reflector: Pick<Reflector<T>, 'state' | 'onState' | 'retryNow'>;
  /** Lets go of it, once; the watch ends when nobody holds it any more. Safe to call twice. */
  release(): Promise<void>;
}

/**
 * The watches of a client, one per kind and namespace, shared by all who ask for them: lists, tree
 * watchers and whoever else. No namespace, or an empty one, means all namespaces.
 */
export interface Informers {
  executions(namespace?: string): Informer<Execution>;
  suspensions(namespace?: string): Informer<Suspension>;
  /** Jobs that belong to kontinue, by the label `kontinue.cloud/worker-group`. */
  jobs(namespace?: string): Informer<Job>;
  /** The Leases of workers, by the same label. */
  leases(namespace?: string): Informer<Lease>;
}
