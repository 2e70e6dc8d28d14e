import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { NO_CHILDREN } from '../../../src/worker/protocol/children.ts';
import { type ClaimView, decideClaim } from '../../../src/worker/protocol/claim.ts';
import type { WorkerState } from '../../../src/worker/protocol/leases.ts';
import { decideJournal, journalOf, readOwnership } from '../../../src/worker/protocol/own.ts';
import type { Write } from '../../../src/worker/protocol/write.ts';
import { applyPatch } from '../support/apply-patch.ts';

const ME = { worker: 'worker-b', build: '1' };

function running(phase = 'Executing'): Execution {
  return {
    metadata: { name: 'load', uid: 'u1', resourceVersion: 'v1' },
    spec: { function: 'load' },
    status: {
      phase,
      workerName: 'worker-a',
      resumptions: 1,
      attempts: [{ phase: 'Executing', startedAt: '2026-01-01T00:00:00Z' }],
    },
  };
}

function takeOver(execution: Execution, owner: WorkerState): Execution {
  const view: ClaimView = { execution, owner, licence: 'granted', children: NO_CHILDREN };
  return apply(execution, decideClaim(view, ME, 0));
}

function apply(execution: Execution, write: Write | undefined): Execution {
  return write?.verb === 'patchStatus' ? applyPatch(execution, write.patch) : execution;
}

function repeat(times: number, owner: WorkerState, start = running()): Execution {
  return Array.from({ length: times }).reduce<Execution>((it) => takeOver(it, owner), start);
}

describe('an execution whose workers die', () => {
  it('fails at the twentieth in a row, and says where', () => {
    expect(repeat(19, 'dead').status).toMatchObject({ phase: 'Executing', resumptions: 20 });
    expect(repeat(20, 'dead').status).toMatchObject({
      phase: 'Failed',
      message: 'crashed 20 workers in a row before it recorded anything; the last was worker-b',
      attempts: [{ phase: 'Failed' }],
    });
  });

  it('gets further with each thing it records', () => {
    const own = readOwnership(repeat(19, 'dead'));
    const journal = journalOf(own, '1');
    const step = { kind: 'step', key: 'read', tries: 1, empty: true } as const;
    const after = apply(own.execution, decideJournal(own, { ...journal, operations: [step] }));
    expect(repeat(19, 'dead', after).status?.phase).toBe('Executing');
    expect(repeat(20, 'dead', after).status?.message).toBe(
      'crashed 20 workers in a row after step read; the last was worker-b',
    );
  });

  it('writes nothing only because workers died before', () => {
    const own = readOwnership(repeat(2, 'dead'));
    expect(decideJournal(own, journalOf(own, '1'))).toBeUndefined();
  });

  it('is not to blame where they left on purpose, or it waited', () => {
    expect(repeat(9, 'left').status?.phase).toBe('Executing');
    const waiting = Array.from({ length: 9 }).reduce<Execution>(
      (it) => takeOver({ ...it, status: { ...it.status, phase: 'Suspended' } }, 'dead'),
      running(),
    );
    expect(waiting.status?.phase).toBe('Suspended');
  });

  it('stays with a worker that lives', () => {
    expect(repeat(1, 'live')).toEqual(running());
  });
});
