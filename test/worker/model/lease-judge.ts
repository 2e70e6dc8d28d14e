import {
  judgeWorker,
  type Leases,
  mustFence,
  observeLease,
  passTime,
} from '../../../src/worker/protocol/leases.ts';

const SECOND = 1_000;

const isWorkerGone = (leases: Leases, worker: string, missingMs: number): boolean =>
  judgeWorker(leases, worker, missingMs) !== 'live';

/** Plays what a worker sees of another's Lease through an outage, a death, and a goodbye. */
export function judgeLeases(): string | undefined {
  const seen: Leases = observeLease(new Map(), 'a', 'a_1', 'v1');
  const afterOutage = passTime(seen, 120 * SECOND, false);
  if (isWorkerGone(afterOutage, 'a', 0)) return 'an outage of the API server counted as a death';
  const late = passTime(seen, 44 * SECOND, true);
  if (isWorkerGone(late, 'a', 0)) return 'a Lease was stale before three durations';
  const renewed = observeLease(late, 'a', 'a_1', 'v2');
  if (isWorkerGone(passTime(renewed, 2 * SECOND, true), 'a', 0)) return 'a renewal was not seen';
  if (!isWorkerGone(passTime(late, SECOND, true), 'a', 0)) return 'a dead worker was never seen';
  if (judgeWorker(observeLease(renewed, 'a', '', 'v3'), 'a', 0) !== 'left')
    return 'a goodbye was not seen';
  if (isWorkerGone(seen, 'b', 44 * SECOND))
    return 'a Lease that is new to the watch counted as missing';
  if (!isWorkerGone(seen, 'b', 45 * SECOND)) return 'a worker without a Lease was never gone';
  if (mustFence(29 * SECOND) || !mustFence(30 * SECOND))
    return 'a cut-off worker went on until others took over';
  return undefined;
}
