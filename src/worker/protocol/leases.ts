/** For how long a worker's Lease holds after a renewal, unless it is told otherwise (contract). */
export const LEASE_MS = 15_000;
/** After how many durations without a change its worker counts as gone (contract). */
const STALE_AFTER = 3;
/** After how many durations without an accepted renewal a worker aborts its functions (ours). */
const FENCE_AFTER = 2;

/** What this worker saw of another's Lease, on its own clock. */
export interface LeaseSight {
  /** Empty once the worker let go of it on purpose. */
  readonly holder: string;
  /** The version last seen. */
  readonly resourceVersion: string;
  /** How long it stood unchanged while my own watch of Leases was live, in milliseconds. */
  readonly unchangedMs: number;
}

/** What this worker knows of all workers, by the name of their Lease. */
export type Leases = ReadonlyMap<string, LeaseSight>;

/** A look at a Lease, as the watch brings it. */
export function observeLease(
  leases: Leases,
  name: string,
  holder: string,
  resourceVersion: string,
): Leases {
  const before = leases.get(name);
  if (before?.resourceVersion === resourceVersion) return leases;
  return new Map(leases).set(name, { holder, resourceVersion, unchangedMs: 0 });
}

/**
 * Time that passed. Where my own watch was not live it does not count: an outage of the API server
 * is not the death of all workers.
 */
export function passTime(leases: Leases, milliseconds: number, isWatchLive: boolean): Leases {
  if (!isWatchLive) return leases;
  return new Map(
    [...leases].map(([name, sight]) => [
      name,
      { ...sight, unchangedMs: sight.unchangedMs + milliseconds },
    ]),
  );
}

/** Whether a worker lives, `left` on purpose by letting go of its Lease, or is `dead`: its Lease is stale. */
export type WorkerState = 'live' | 'left' | 'dead';

/**
 * How a worker stands. `missingMs`: for how long its Lease was seen not to exist, with a live watch.
 * `leaseMs`: the duration of Leases.
 */
export function judgeWorker(
  leases: Leases,
  worker: string,
  missingMs: number,
  leaseMs: number = LEASE_MS,
): WorkerState {
  const sight = leases.get(worker);
  if (sight?.holder === '') return 'left';
  const unseenMs = sight === undefined ? missingMs : sight.unchangedMs;
  return unseenMs >= STALE_AFTER * leaseMs ? 'dead' : 'live';
}

/**
 * Whether this worker must abort its functions before any further act: its last accepted renewal is
 * too long ago, by a clock that goes on while the process is stopped.
 */
export function mustFence(sinceAcceptedRenewalMs: number, leaseMs: number = LEASE_MS): boolean {
  return sinceAcceptedRenewalMs >= FENCE_AFTER * leaseMs;
}
