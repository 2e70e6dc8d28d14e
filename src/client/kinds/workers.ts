import { groupOfLabels } from '../../api/worker-group.ts';
import { onAbort } from '../../kube/linked-abort.ts';
import type { StoreChange } from '../../kube/watch/store.ts';
import type { Core, Scope } from '../scope.ts';
import type { Informer } from '../watch/informers.ts';
import type { Lease } from './lease.ts';

/**
 * `unknown`: not watched long enough to tell, or without a Lease, which does not mean dead
 * (contract: Lease).
 */
export type Liveness = 'live' | 'stale' | 'unknown';

/** One worker, from its Lease (ours). */
export interface WorkerSeen {
  /** The name of its Lease, which is the worker's name. */
  readonly name: string;
  /** Its worker group, which tells the functions that it serves. */
  readonly group: string;
  /** Whether it is alive now, as far as the watch shows. */
  readonly liveness: Liveness;
}

/** The duration of a Lease that has none (contract: What a worker owes). */
const DEFAULT_DURATION_SECONDS = 15;
/** The number of durations after which a silent worker counts as gone. */
const STALE_DURATIONS = 3;
/** Leases of kontinue that belong to no worker. */
const NOT_A_WORKER = /^kontinue-(mutex|limit)-/;

/** Watches which workers of a namespace are alive (contract: Lease `<workerName>`). */
export function watchWorkers(scope: Scope, namespace: string): WorkerWatch {
  return new WorkerWatch(scope, namespace);
}

/**
 * Which workers are alive, judged by the changes since the watch began. The times in a Lease are
 * those of another clock and prove nothing (contract: Lease). A worker is `unknown` until its first
 * renewal (5 s), and `stale` if it does not renew for three durations (45 s). While the watch is
 * broken, all workers are `unknown`. A worker may become stale without an event, so ask again from
 * time to time.
 */
export class WorkerWatch {
  readonly #core: Core;
  readonly #informer: Informer<Lease>;
  readonly #renewedAt = new WeakMap<Lease, number>();
  readonly #startedAt: number;
  readonly #unsubscribe: () => void;

  /** @internal */
  constructor({ core, signal }: Scope, namespace: string) {
    this.#core = core;
    this.#startedAt = core.clock.now();
    this.#informer = core.informers.leases(namespace);
    const unsubscribe = this.#informer.store.subscribe((changes) => this.#see(changes));
    const end = () => void this.release();
    const stopListening = onAbort(signal, end);
    this.#unsubscribe = () => {
      unsubscribe();
      stopListening();
    };
    if (signal?.aborted) end();
  }

  /** All workers that have a Lease. */
  workers(): readonly WorkerSeen[] {
    return [...this.#informer.store.values()].filter(isWorker).map((lease) => ({
      name: lease.metadata.name,
      group: groupOfLabels(lease.metadata),
      liveness: this.#liveness(lease),
    }));
  }

  /** Whether the worker of this name is alive. */
  worker(name: string): Liveness {
    return this.workers().find((worker) => worker.name === name)?.liveness ?? 'unknown';
  }

  /** Whether a group is alive: it is if one of its workers is, and stale if all are. */
  group(group: string): Liveness {
    const members = this.workers().filter((worker) => worker.group === group);
    if (members.some((worker) => worker.liveness === 'live')) return 'live';
    const allStale = members.length > 0 && members.every(({ liveness }) => liveness === 'stale');
    return allStale ? 'stale' : 'unknown';
  }

  /** Calls the listener when a worker appears, renews or disappears. */
  onChange(listener: () => void): () => void {
    return this.#informer.store.subscribe(() => listener());
  }

  /** Releases the watch. Safe to call twice. */
  async release(): Promise<void> {
    this.#unsubscribe();
    await this.#informer.release();
  }

  /** The same as `release`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  #see(changes: readonly StoreChange<Lease>[]): void {
    for (const change of changes) {
      if (change.type === 'updated') this.#renewedAt.set(change.item, this.#core.clock.now());
    }
  }

  #liveness(lease: Lease): Liveness {
    if (lease.spec?.holderIdentity === '') return 'stale';
    const { phase, since } = this.#informer.reflector.state;
    if (phase !== 'live' && phase !== 'polled') return 'unknown';
    const renewedAt = this.#renewedAt.get(lease);
    const unchangedSince = Math.max(renewedAt ?? this.#startedAt, since);
    const seconds = lease.spec?.leaseDurationSeconds ?? DEFAULT_DURATION_SECONDS;
    if (this.#core.clock.now() - unchangedSince > seconds * STALE_DURATIONS * 1_000) return 'stale';
    return renewedAt === undefined ? 'unknown' : 'live';
  }
}

function isWorker({ metadata }: Lease): boolean {
  return !NOT_A_WORKER.test(metadata.name);
}
