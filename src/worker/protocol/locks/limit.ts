import { fnv1a } from '../../../api/labels.ts';
import { decideLock, holderOf, type LockLease, type LockView } from '../mutex.ts';
import type { Write } from '../write.ts';

/** The name of the Lease of a mutex. */
export function mutexLeaseName(mutex: string): string {
  return `kontinue-mutex-${fnv1a(mutex)}`;
}

/** The name of the Lease of one slot of a function's limit, from 0; each worker group has its own limit. */
export function limitLeaseName(group: string, fn: string, slot: number): string {
  return `kontinue-limit-${fnv1a(`${group}/${fn}`)}-${slot}`;
}

/** What is known of one slot of a limit. */
export type Slot = Pick<LockView, 'name' | 'lease' | 'holder' | 'isOverLong'>;

/** What a try to take a slot is decided on. */
export type LimitView = Pick<LockView, 'execution' | 'worker' | 'isInside' | 'isWorkerGone'> & {
  /** All slots, by a fresh read. */
  readonly slots: readonly Slot[];
};

/**
 * The write that takes a slot for an execution and this worker; undefined while all may be in use. A
 * slot that names the execution already is the only one it may take: it never has two.
 */
export function decideLimit({ slots, ...want }: LimitView): Write | undefined {
  const mine = slots.find(({ lease }) => namesHolder(lease, holderOf(want.execution)));
  for (const slot of mine ? [mine] : slots) {
    const write = decideLock({ ...want, ...slot });
    if (write) return write;
  }
  return undefined;
}

function namesHolder(lease: LockLease | undefined, holder: string): boolean {
  return lease?.spec?.holderIdentity === holder;
}
