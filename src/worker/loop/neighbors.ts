import { fnv1a } from '../../api/labels.ts';
import { groupOfLabels } from '../../api/worker-group.ts';
import type { Lease } from '../../client/kinds/lease.ts';
import {
  judgeWorker,
  type Leases,
  observeLease,
  passTime,
  type WorkerState,
} from '../protocol/leases.ts';
import { leaseName } from '../protocol/names.ts';

/** What this worker knows of the others, by its own clock. */
export class Neighbors {
  readonly #leaseMs: number;
  #leases: Leases = new Map();
  readonly #groups = new Map<string, string>();
  /** For how long a Lease that an execution names was seen not to exist, in milliseconds. */
  readonly #missing = new Map<string, number>();

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  /** A Lease as the watch brings it. True where its worker just left. */
  see(lease: Lease): boolean {
    const { name, resourceVersion = '' } = lease.metadata;
    const holder = lease.spec?.holderIdentity ?? '';
    this.#groups.set(name, groupOfLabels(lease.metadata));
    this.#missing.delete(name);
    const before = this.#leases.get(name)?.holder;
    this.#leases = observeLease(this.#leases, name, holder, resourceVersion);
    return holder === '' && before !== '';
  }

  forget({ metadata }: Lease): void {
    const leases = new Map(this.#leases);
    leases.delete(metadata.name);
    this.#leases = leases;
    this.#groups.delete(metadata.name);
  }

  /** Time that passed while the watch of Leases was live, or was not. True where a worker turned out to be dead. */
  pass(milliseconds: number, isWatchLive: boolean): boolean {
    const names = [...this.#leases.keys(), ...this.#missing.keys()];
    const dead = () => names.filter((name) => this.stateOf(name) === 'dead').length;
    const before = dead();
    this.#leases = passTime(this.#leases, milliseconds, isWatchLive);
    if (isWatchLive)
      for (const [name, ms] of this.#missing) this.#missing.set(name, ms + milliseconds);
    return dead() > before;
  }

  /** How a worker stands that an execution names. */
  stateOf(worker: string): WorkerState {
    const name = leaseName(worker);
    if (!this.#leases.has(name) && !this.#missing.has(name)) this.#missing.set(name, 0);
    return judgeWorker(this.#leases, name, this.#missing.get(name) ?? 0, this.#leaseMs);
  }

  /** Whether an object is this worker's to try first: each has one of the workers that live in the group. */
  isFirst(uid: string, worker: string, group: string): boolean {
    const live = [...this.#leases.keys()].filter(
      (name) => this.#groups.get(name) === group && this.stateOf(name) === 'live',
    );
    const names = [...new Set([...live, leaseName(worker)])].sort();
    return names[Number.parseInt(fnv1a(uid), 16) % names.length] === leaseName(worker);
  }
}
