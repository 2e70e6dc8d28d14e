/** How long a Lease may stand unchanged before its worker counts as gone (ours: three durations). */
export const STALE_AFTER_MS = 45_000;
/** How long a worker may go without an accepted renewal before it aborts its functions (ours). */
export const FENCE_AFTER_MS = 30_000;

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
 */
export function judgeWorker(leases: Leases, worker: string, missingMs: number): WorkerState {
  const sight = leases.get(worker);
  if (sight?.holder === '') return 'left';
  const unseenMs = sight === undefined ? missingMs : sight.unchangedMs;
  return unseenMs >= STALE_AFTER_MS ? 'dead' : 'live';
}

/**
 * Whether this worker must abort its functions before any further act: its last accepted renewal is
 * too long ago, by a clock that goes on while the process is stopped.
 */
export function mustFence(sinceAcceptedRenewalMs: number): boolean {
  return sinceAcceptedRenewalMs >= FENCE_AFTER_MS;
}
