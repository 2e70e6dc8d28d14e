import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import {
  decideLimit,
  limitLeaseName,
  mutexLeaseName,
  type Slot,
} from '../../../../src/worker/protocol/locks/limit.ts';
import {
  explainSelfWait,
  explainWaiting,
  lockQueue,
} from '../../../../src/worker/protocol/locks/queue.ts';
import type { LockLease } from '../../../../src/worker/protocol/mutex.ts';

function execution(name: string, second = 0, phase = 'Pending'): Execution {
  return {
    metadata: { name, uid: `uid-${name}`, creationTimestamp: `2026-01-01T00:00:0${second}Z` },
    spec: { function: 'f' },
    status: { phase },
  };
}
const queueOf = (wanting: readonly Execution[], down: readonly string[] = []): string[] =>
  lockQueue({
    wanting,
    having: new Set(['uid-has']),
    isServed: ({ metadata }) => !down.includes(metadata.name),
  }).map(({ metadata }) => metadata.name);

describe('the queue of a lock', () => {
  it('is by creation time, then by name, in whatever order they are listed', () => {
    const wanting = [execution('c', 1), execution('b', 2), execution('a', 1), execution('d', 0)];
    expect(queueOf(wanting)).toEqual(['d', 'a', 'c', 'b']);
    expect(queueOf(wanting.toReversed())).toEqual(['d', 'a', 'c', 'b']);
  });

  it('leaves out who ended, who has it, and whose group has no worker', () => {
    const wanting = [
      execution('a', 0, 'Canceled'),
      execution('has'),
      execution('b'),
      execution('c'),
    ];
    expect(queueOf(wanting, ['b'])).toEqual(['c']);
  });

  it('is told to who waits', () => {
    const queue = [execution('a'), execution('b'), execution('c')];
    const [first, , third] = queue;
    if (!first || !third) throw new Error('there are three');
    expect(explainWaiting('mutex deploy', third, 'release-7f2', queue)).toBe(
      'waiting for mutex deploy (release-7f2 has it, 2 before this one)',
    );
    expect(explainWaiting('mutex deploy', first, undefined, queue)).toBe(
      'waiting for mutex deploy',
    );
  });

  it('would never end where all that have the lock are ancestors', () => {
    const holders = [execution('root'), execution('other')];
    expect(explainSelfWait('mutex deploy', holders, new Set(['uid-root']))).toBeUndefined();
    expect(explainSelfWait('mutex deploy', [], new Set(['uid-root']))).toBeUndefined();
    expect(explainSelfWait('mutex deploy', holders.slice(0, 1), new Set(['uid-root']))).toBe(
      'waits for mutex deploy, which its ancestor root holds: it would wait for ever',
    );
  });
});

describe('the slots of a limit', () => {
  const lease = (name: string, holder: string, worker: string): LockLease => ({
    metadata: {
      name,
      uid: `uid-${name}`,
      resourceVersion: `v-${name}`,
      annotations: { 'kontinue.cloud/worker': worker },
    },
    spec: { holderIdentity: holder },
  });
  const slot = (name: string, changes: Partial<Slot> = {}): Slot => ({
    name,
    lease: undefined,
    holder: undefined,
    isOverLong: false,
    ...changes,
  });
  const used = (name: string, by: Execution): Slot =>
    slot(name, { lease: lease(name, `${by.metadata.name}/${by.metadata.uid}`, 'w1'), holder: by });
  const take = (slots: readonly Slot[], wanted: Execution, gone: readonly string[] = []) =>
    decideLimit({
      slots,
      execution: wanted,
      worker: 'w2',
      isInside: false,
      isWorkerGone: (worker) => gone.includes(worker),
    });
  const busy = execution('busy', 0, 'Executing');

  it('are named after the group and the function, and mutexes after themselves', () => {
    expect(limitLeaseName('eu', 'resize', 2)).toMatch(/^kontinue-limit-[\da-f]{8}-2$/);
    expect(limitLeaseName('eu', 'resize', 2)).not.toBe(limitLeaseName('us', 'resize', 2));
    expect(mutexLeaseName('deploy')).toMatch(/^kontinue-mutex-[\da-f]{8}$/);
  });

  it('are taken where one is free, and not where all are in use', () => {
    const wanted = execution('next');
    expect(take([used('s0', busy), slot('s1')], wanted)).toMatchObject({
      verb: 'create',
      object: { metadata: { name: 's1' }, spec: { holderIdentity: 'next/uid-next' } },
    });
    expect(take([used('s0', busy), used('s1', busy)], wanted)).toBeUndefined();
  });

  it('are taken from a worker that is gone only once the execution is over', () => {
    const wanted = execution('next');
    expect(take([used('s0', busy)], wanted, ['w1'])).toBeUndefined();
    const over = execution('busy', 0, 'Completed');
    expect(take([used('s0', over)], wanted)).toBeUndefined();
    expect(take([used('s0', over)], wanted, ['w1'])).toMatchObject({
      verb: 'update',
      object: {
        metadata: { resourceVersion: 'v-s0', annotations: { 'kontinue.cloud/worker': 'w2' } },
      },
    });
  });

  it('are never two for one execution', () => {
    const again = execution('again');
    expect(take([slot('s0'), used('s1', again)], again)).toBeUndefined();
    expect(take([slot('s0'), used('s1', again)], again, ['w1'])).toMatchObject({
      object: { metadata: { name: 's1' } },
    });
  });
});
