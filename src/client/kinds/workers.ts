import { groupOfLabels } from '../../api/worker-group.ts';
import { onAbort } from '../../kube/linked-abort.ts';
import type { StoreChange } from '../../kube/watch/store.ts';
import type { Core, Scope } from '../scope.ts';
import type { Informer } from '../watch/informers.ts';
import type { Lease } from './lease.ts';

/**
 * `unknown`: not watched long enough to tell, or no Lease at all, which does not mean dead
 * (contract: Lease).
 */
export type Liveness = 'live' | 'stale' | 'unknown';

/** One worker, as its Lease shows it (ours). */
export interface WorkerSeen {
  /** Of its Lease, which is the worker's. */
  readonly name: string;
  /** Which functions it serves. */
  readonly group: string;
  /** As of now, by what was seen. */
  readonly liveness: Liveness;
}

/** Of a Lease that does not say how long it holds (contract: What a worker owes). */
const DEFAULT_DURATION_SECONDS = 15;
/** A worker that was not heard for so many durations is gone. */
const STALE_DURATIONS = 3;
/** Leases of kontinue that are no worker's. */
const NOT_A_WORKER = /^kontinue-(mutex|limit)-/;

/** Watches which workers of a namespace are alive (contract: Lease `<workerName>`). */
export function watchWorkers(scope: Scope, namespace: string): WorkerWatch {
  return new WorkerWatch(scope, namespace);
}

/**
 * Which workers are alive, by what was seen to change since the watch began: a Lease's own times
 * are of another clock and prove nothing (contract: Lease). So a worker is `unknown` until its
 * first renewal (5 s), and one that never renews is `stale` after three durations (45 s). While the
 * watch itself is broken all are `unknown`. Time passes without events: ask again.
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

  /** A worker by name. */
  worker(name: string): Liveness {
    return this.workers().find((worker) => worker.name === name)?.liveness ?? 'unknown';
  }

  /** A group is alive if one of its workers is, and stale if all are. */
  group(group: string): Liveness {
    const members = this.workers().filter((worker) => worker.group === group);
    if (members.some((worker) => worker.liveness === 'live')) return 'live';
    const allStale = members.length > 0 && members.every(({ liveness }) => liveness === 'stale');
    return allStale ? 'stale' : 'unknown';
  }

  /** Calls back when a worker appears, renews or goes. */
  onChange(listener: () => void): () => void {
    return this.#informer.store.subscribe(() => listener());
  }

  /** Lets go of the watch. Safe to call twice. */
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
