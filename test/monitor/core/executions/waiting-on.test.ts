import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../../src/api/execution.ts';
import type { Suspension } from '../../../../src/api/suspension.ts';
import { mutexHolders } from '../../../../src/monitor/core/executions/mutexes.ts';
import {
  openSuspensions,
  type RowContext,
  suspensionsOf,
  waitingOn,
} from '../../../../src/monitor/core/executions/waiting-on.ts';
import {
  ago,
  execution,
  HOUR,
  kontinueFunction,
  MINUTE,
  NOW,
  SECOND,
  suspension,
} from '../../../support/objects.ts';

interface Around extends Partial<RowContext> {
  readonly suspensions?: readonly Suspension[];
  readonly others?: readonly Execution[];
}

function waiting(one: Execution, { suspensions = [], others = [], ...more }: Around = {}) {
  return waitingOn(one, {
    open: openSuspensions(suspensions),
    functions: new Map(),
    hasEndedOwner: () => false,
    below: new Map(),
    mutexHolder: mutexHolders([one, ...others]),
    now: NOW,
    zone: 'utc',
    ...more,
  });
}

const failedAt = (seconds: number) => ({ phase: 'Failed', finishedAt: ago(seconds * SECOND) });

describe('an execution waits on', () => {
  const root = execution({ name: 'deploy', phase: 'Suspended' });

  it('a human, who has not given an approval', () => {
    const approve = suspension({ name: 'approve-prod', parent: root, created: ago(4 * MINUTE) });
    expect(waiting(root, { suspensions: [approve] })).toMatchObject({
      kind: 'human',
      text: 'needs a human: approve-prod (4m00s)',
      tone: 'wait',
    });
  });

  it('the oldest approval of several, also far below', () => {
    const child = execution({ name: 'child', parent: root });
    const suspensions = [
      suspension({ name: 'later', parent: root, created: ago(MINUTE) }),
      suspension({ name: 'sleep', parent: root, resumeAt: ago(-HOUR), created: ago(9 * HOUR) }),
      suspension({ name: 'first', parent: child, created: ago(3 * HOUR) }),
    ];
    expect(waiting(root, { suspensions })?.text).toBe('needs a human: first (3h00m)');
  });

  it('the end of its first sleep', () => {
    const suspensions = [-3 * HOUR, -HOUR].map((at, i) =>
      suspension({ name: `s${i}`, parent: root, resumeAt: ago(at) }),
    );
    expect(waiting(root, { suspensions })).toMatchObject({
      kind: 'sleep',
      text: 'sleeping until 11:42',
    });
  });

  it('an approval below it that has lost its labels, or its owner', () => {
    const child = execution({ name: 'child', parent: root, phase: 'Suspended' });
    const approve = suspension({ name: 'approve', parent: child });
    const { labels: _, ...unlabelled } = approve.metadata;
    const { ownerReferences: __, ...unowned } = approve.metadata;
    expect(waiting(child, { suspensions: [{ ...approve, metadata: unlabelled }] })?.kind).toBe(
      'human',
    );
    expect(waiting(root, { suspensions: [{ ...approve, metadata: unowned }] })?.kind).toBe('human');
  });

  it('nothing that is known, when its suspensions are those of others', () => {
    const elsewhere = execution({ name: 'deploy', namespace: 'billing' });
    const suspensions = [
      suspension({ name: 'theirs', parent: elsewhere }),
      suspension({ name: 'given', parent: root, phase: 'Completed' }),
    ];
    expect(waiting(root, { suspensions })).toBeUndefined();
  });

  it('the backoff before its next attempt', () => {
    const one = execution({
      phase: 'Backoff',
      spec: { retry: { retries: 4, backoff: '1m' } },
      status: { attempts: [failedAt(300), failedAt(19)] },
    });
    expect(waiting(one)).toMatchObject({
      kind: 'backoff',
      text: 'backoff, attempt 3 of 5, next in 41s',
      tone: 'warn',
    });
  });

  it('a worker to begin the attempt that is due', () => {
    const one = execution({ phase: 'Backoff', status: { attempts: [failedAt(60)] } });
    expect(waiting(one)?.text).toBe('backoff, attempt 2 of 1, due now');
  });

  it('the next attempt, though nobody knows when', () => {
    const one = execution({
      phase: 'Backoff',
      spec: { retry: { retries: 2, backoff: 'a while' } },
    });
    expect(waiting(one)?.text).toMatch(/^backoff, attempt \d of 3$/);
  });

  it('the backoff that its Function asks for', () => {
    const one = execution({ phase: 'Backoff', status: { attempts: [failedAt(60)] } });
    const fn = kontinueFunction({ defaults: { retry: { retries: 2, backoff: '2m' } } });
    const functions = new Map([['payments', [fn]]]);
    expect(waiting(one, { functions })?.text).toBe('backoff, attempt 2 of 3, next in 1m00s');
  });

  const queued = execution({ name: 'orders-18', spec: { mutex: { name: 'orders-eu' } } });

  it('no mutex that it took meanwhile itself', () => {
    const taken = { ...queued, status: { phase: 'Executing' } };
    expect(waiting(queued, { mutexHolder: mutexHolders([taken]) })?.kind).not.toBe('mutex');
  });

  it.each(['Executing', 'Suspended', 'Backoff'])('the holder of its mutex, in %s', (phase) => {
    const holder = execution({
      name: 'orders-17',
      phase,
      spec: { mutex: { name: 'orders-eu' } },
      status: { startedAt: ago(4 * MINUTE) },
    });
    expect(waiting(queued, { others: [holder] })).toMatchObject({
      kind: 'mutex',
      text: 'mutex orders-eu held by orders-17 (4m00s)',
    });
  });

  it.each([
    ['has ended', { phase: 'Completed' }],
    ['waits as well', { phase: 'Pending' }],
    ['is in another namespace', { phase: 'Executing', namespace: 'billing' }],
    ['holds another mutex', { phase: 'Executing', spec: { mutex: { name: 'orders-us' } } }],
  ])('no mutex of one that %s', (_, parts) => {
    const other = execution({ name: 'other', spec: { mutex: { name: 'orders-eu' } }, ...parts });
    expect(waiting(queued, { others: [other] })?.kind).toBe('worker');
  });

  it('a function that nobody published', () => {
    const one = execution({ function: 'deploy-clustr' });
    const functions = new Map([['payments', [kontinueFunction()]]]);
    expect(waiting(one, { functions })).toMatchObject({
      kind: 'function',
      text: 'no function deploy-clustr in this namespace',
      tone: 'bad',
    });
  });

  it('a worker, where no functions are known, in the words of the status if it has any', () => {
    expect(waiting(execution())).toMatchObject({
      kind: 'worker',
      text: 'no worker has claimed it',
    });
    expect(waiting(execution({ status: { message: 'waiting for mutex m' } }))?.text).toBe(
      'waiting for mutex m',
    );
  });

  it.each(['Completed', 'Failed', 'Canceled', 'Skipped'])('nothing in %s', (phase) => {
    const one = execution({ name: 'deploy', phase });
    expect(waiting(one, { suspensions: [suspension({ parent: one })] })).toBeUndefined();
  });

  it('nothing while it executes', () => {
    expect(waiting(execution({ phase: 'Executing' }))).toBeUndefined();
  });
});

describe('the open suspensions', () => {
  it('of a root are those of its whole tree; of a child its own', () => {
    const root = execution({ name: 'root' });
    const child = execution({ name: 'child', parent: root });
    const open = openSuspensions([
      suspension({ name: 'a', parent: child, created: ago(MINUTE) }),
      suspension({ name: 'b', parent: root, created: ago(2 * MINUTE) }),
      suspension({ name: 'done', parent: root, phase: 'Canceled' }),
    ]);
    const names = (one: Execution) => suspensionsOf(one, open).map((s) => s.metadata.name);
    expect(names(root)).toEqual(['b', 'a']);
    expect(names(child)).toEqual(['a']);
    expect(names(execution({ name: 'other' }))).toEqual([]);
  });
});
