import { expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { EXECUTIONS, JOBS, LEASES, PODS, SUSPENSIONS } from '../../../src/api/resources.ts';
import {
  gather,
  MINUTE,
  type ScriptedFunction,
  SECOND,
  waitFor,
  work,
} from '../../../src/cluster/world/script.ts';
import { scenarioOf, TestWorld } from './test-world.ts';

const build: ScriptedFunction = {
  name: 'build',
  description: 'Compiles, then asks.',
  *script() {
    const [compiled] = yield waitFor({ kind: 'execution', name: 'compile', function: 'compile' });
    yield waitFor({
      kind: 'job',
      name: 'link',
      image: 'tools/link',
      takes: 30 * SECOND,
      lines: ['linking a.o', 'linking b.o', 'done'],
    });
    yield waitFor({ kind: 'approval', name: 'approve', message: 'Release it?' });
    return { compiled: compiled ?? null };
  },
};

const compile: ScriptedFunction = {
  name: 'compile',
  description: 'Takes ten seconds.',
  *script() {
    yield work(10 * SECOND, 'Compiling', [1, 2]);
    return 'a.out';
  },
};

/** Fails until its second attempt. */
const flaky: ScriptedFunction = {
  name: 'flaky',
  description: 'Fails once.',
  *script({ attempt }) {
    yield work(5 * SECOND);
    if (attempt === 1) throw new Error('no route to host');
    return attempt;
  },
};

const twoParts: ScriptedFunction = {
  name: 'two-parts',
  description: 'One part works, one is flaky.',
  *script() {
    yield gather([
      { kind: 'execution', name: 'good', function: 'compile' },
      { kind: 'execution', name: 'bad', function: 'flaky' },
    ]);
    return 'both';
  },
};

const napper: ScriptedFunction = {
  name: 'napper',
  description: 'Sleeps a minute.',
  *script() {
    yield waitFor({ kind: 'sleep', name: 'nap', milliseconds: MINUTE });
    return 'rested';
  },
};

const FUNCTIONS = [build, compile, flaky, twoParts, napper];

function started(name: string, spec: Execution['spec']): TestWorld {
  const test = new TestWorld([scenarioOf(FUNCTIONS)]);
  test.create(name, spec);
  return test;
}

test('an execution made by a client is claimed, runs and completes with its result', () => {
  const test = started('c', { function: 'compile' });
  expect(test.phase('c')).toBe('Pending');
  test.advanceUntilPhase('c', 'Executing', 2 * SECOND);
  const { workerName, resumptions, attempts, progress } = test.execution('c').status ?? {};
  expect(test.names(PODS)).toContain(workerName);
  expect(resumptions).toBe(1);
  expect(attempts).toMatchObject([{ phase: 'Executing' }]);
  expect(progress).toEqual({ current: 1, max: 2 });
  test.advanceUntilPhase('c', 'Completed', 12 * SECOND);
  const { status } = test.execution('c');
  expect(status?.result).toBe('a.out');
  expect(status?.attempts).toMatchObject([{ phase: 'Completed', finishedAt: status?.finishedAt }]);
});

test('a child carries the labels and the owner of its parent', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(EXECUTIONS).includes('b-compile'), 5 * SECOND, 'a child');
  const { metadata } = test.execution('b-compile');
  expect(metadata.labels).toEqual({
    'kontinue.cloud/worker-group': 'default',
    'kontinue.cloud/root': 'b',
    'kontinue.cloud/parent': 'b',
  });
  expect(metadata.ownerReferences).toEqual([
    {
      apiVersion: 'kontinue.cloud/v1alpha1',
      kind: 'Execution',
      name: 'b',
      uid: test.execution('b').metadata.uid,
      controller: true,
      blockOwnerDeletion: false,
    },
  ]);
});

test('a job runs in a pod that writes its lines, and ends as Kubernetes ends jobs', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(JOBS).includes('b-link'), MINUTE, 'a job');
  const pod = test.names(PODS).find((name) => name.startsWith('b-link-')) ?? '';
  expect(test.storage.get(JOBS, 'default', 'b-link')).toMatchObject({ status: { active: 1 } });
  test.advanceUntil(() => test.phase('b') === 'Suspended' && hasEnded(), MINUTE, 'its end');
  expect(test.logs.lines('default', pod, 'main').map(({ text }) => text)).toEqual([
    'linking a.o',
    'linking b.o',
    'done',
  ]);
  expect(test.storage.get(PODS, 'default', pod)).toMatchObject({ status: { phase: 'Succeeded' } });

  function hasEnded(): boolean {
    const job = test.storage.get(JOBS, 'default', 'b-link');
    return JSON.stringify(job?.status).includes('"type":"Complete","status":"True"');
  }
});

test('an approval waits for a person, and the execution goes on once it is resumed', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(SUSPENSIONS).includes('b-approve'), 2 * MINUTE, 'a question');
  test.clock.advance(30 * MINUTE);
  expect(test.phase('b')).toBe('Suspended');
  const before = test.execution('b').status?.resumptions ?? 0;
  test.resume('b-approve');
  expect(test.phase('b')).toBe('Completed');
  expect(test.execution('b').status).toMatchObject({
    result: { compiled: 'a.out' },
    resumptions: before + 1,
  });
});

test('a sleep ends by itself', () => {
  const test = started('n', { function: 'napper' });
  test.advanceUntilPhase('n', 'Suspended', 5 * SECOND);
  test.clock.advance(MINUTE);
  expect(test.phase('n')).toBe('Completed');
});

test('a cancel stops everything open below, and deletes running jobs', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(EXECUTIONS).includes('b-compile'), 5 * SECOND, 'a child');
  test.cancel('b');
  test.advanceUntilPhase('b-compile', 'Canceled', 5 * SECOND);

  test.create('d', { function: 'build' });
  test.advanceUntil(() => test.names(JOBS).includes('d-link'), MINUTE, 'a job');
  test.cancel('d');
  test.advanceUntil(() => test.names(JOBS).length === 0, 5 * SECOND, 'no job');
  expect(test.names(PODS).filter((name) => name.startsWith('d-link'))).toEqual([]);
  expect(test.phase('d-compile')).toBe('Completed');
});

test('a cancel closes the question that nobody has to answer any more', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(SUSPENSIONS).length > 0, 2 * MINUTE, 'a question');
  test.cancel('b');
  test.clock.advance(5 * SECOND);
  const suspension = test.storage.get(SUSPENSIONS, 'default', 'b-approve');
  expect(suspension).toMatchObject({ status: { phase: 'Canceled' } });
});

test('a deleted execution counts as canceled for what it made', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(EXECUTIONS).includes('b-compile'), 5 * SECOND, 'a child');
  test.delete('b');
  test.advanceUntilPhase('b-compile', 'Canceled', 5 * SECOND);
});

test('the result of a skip goes to the parent', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(EXECUTIONS).includes('b-compile'), 5 * SECOND, 'a child');
  test.skip('b-compile', 'by hand');
  test.advanceUntil(() => test.names(SUSPENSIONS).length > 0, 2 * MINUTE, 'a question');
  test.resume('b-approve');
  expect(test.execution('b').status?.result).toEqual({ compiled: 'by hand' });
});

test('a failed attempt backs off, and another follows', () => {
  const test = started('f', { function: 'flaky', retry: { retries: 1, backoff: '20s' } });
  test.advanceUntilPhase('f', 'Backoff', 10 * SECOND);
  expect(test.execution('f').status).toMatchObject({
    message: 'no route to host',
    attempts: [{ phase: 'Failed', message: 'no route to host' }],
  });
  test.clock.advance(18 * SECOND);
  expect(test.phase('f')).toBe('Backoff');
  test.advanceUntilPhase('f', 'Executing', 3 * SECOND);
  test.advanceUntilPhase('f', 'Completed', 6 * SECOND);
  expect(test.execution('f').status?.attempts).toHaveLength(2);
});

test('without retries left it fails', () => {
  const test = started('f', { function: 'flaky' });
  test.advanceUntilPhase('f', 'Failed', 10 * SECOND);
  expect(test.execution('f').status?.finishedAt).toBeDefined();
});

test('a retry by hand makes a new attempt', () => {
  const test = started('f', { function: 'flaky' });
  test.advanceUntilPhase('f', 'Failed', 10 * SECOND);
  test.retry('f', 'None');
  test.advanceUntilPhase('f', 'Completed', 10 * SECOND);
  const { status } = test.execution('f');
  expect(status?.attempts).toMatchObject([{ phase: 'Failed' }, { phase: 'Completed' }]);
  expect(status?.resumptions).toBe(2);
});

test('a retry closes the attempt that a cancel left open', () => {
  const test = started('c', { function: 'compile' });
  test.advanceUntilPhase('c', 'Executing', 2 * SECOND);
  test.cancel('c');
  test.retry('c', 'None');
  test.advanceUntilPhase('c', 'Completed', 20 * SECOND);
  expect(test.execution('c').status?.attempts).toMatchObject([
    { phase: 'Canceled', finishedAt: expect.any(String) },
    { phase: 'Completed' },
  ]);
});

test('under None a retry replays the end of a failed child', () => {
  const test = started('t', { function: 'two-parts' });
  test.advanceUntilPhase('t', 'Failed', MINUTE);
  test.retry('t', 'None');
  test.advanceUntil(() => test.execution('t').status?.attempts?.length === 2, MINUTE, 'attempt 2');
  expect(test.phase('t')).toBe('Failed');
  expect(test.execution('t').status?.message).toBe('t-bad failed: no route to host');
});

test('under RetryFailed a retry replaces the failed child and keeps the other', () => {
  const test = started('t', { function: 'two-parts' });
  test.advanceUntilPhase('t', 'Failed', MINUTE);
  const uids = () => ['t-good', 't-bad'].map((name) => test.execution(name).metadata.uid);
  const [good, bad] = uids();
  test.retry('t', 'RetryFailed');
  test.advanceUntilPhase('t', 'Executing', 5 * SECOND);
  expect(uids()[0]).toBe(good);
  expect(uids()[1]).not.toBe(bad);
});

test('under RetryAll a retry replaces every child', () => {
  const test = started('t', { function: 'two-parts' });
  test.advanceUntilPhase('t', 'Failed', MINUTE);
  const { uid } = test.execution('t-good').metadata;
  test.retry('t', 'RetryAll');
  test.advanceUntilPhase('t', 'Executing', 5 * SECOND);
  expect(test.execution('t-good').metadata.uid).not.toBe(uid);
});

test('an attempt that takes too long fails and is retried', () => {
  const retry = { retries: 1, backoff: '10s' };
  const test = started('b', { function: 'build', retry, timeout: { attempt: '5s' } });
  test.advanceUntilPhase('b', 'Backoff', 10 * SECOND);
  expect(test.execution('b').status?.message).toBe('attempt timed out after 5s');
});

test('an execution that takes too long in all fails without a retry', () => {
  const retry = { retries: 3, backoff: '1s' };
  const test = started('b', { function: 'build', retry, timeout: { overall: '5s' } });
  test.advanceUntilPhase('b', 'Failed', 10 * SECOND);
  expect(test.execution('b').status?.message).toBe('timed out after 5s');
});

test('a mutex is passed on to who has waited longest', () => {
  const mutex = { name: 'tape' };
  const test = started('m-1', { function: 'compile', mutex });
  test.clock.advance(2 * SECOND);
  test.create('m-2', { function: 'compile', mutex });
  test.clock.advance(2 * SECOND);
  test.create('m-3', { function: 'compile', mutex });
  test.clock.advance(2 * SECOND);
  expect(['m-1', 'm-2', 'm-3'].map((name) => test.phase(name))).toEqual([
    'Executing',
    'Pending',
    'Pending',
  ]);
  expect(test.execution('m-2').status?.message).toBe('waiting for mutex tape');
  test.advanceUntilPhase('m-1', 'Completed', 20 * SECOND);
  expect(test.phase('m-2')).toBe('Executing');
  test.cancel('m-2');
  expect(test.phase('m-3')).toBe('Executing');
  test.advanceUntilPhase('m-3', 'Completed', 20 * SECOND);
  expect(test.names(LEASES).filter((name) => name.startsWith('kontinue-mutex'))).toEqual([]);
});

test('what no worker serves waits', () => {
  const test = started('g', { function: 'train' });
  test.clock.advance(10 * MINUTE);
  expect(test.phase('g')).toBe('Pending');
});

test('a finished root goes when its time has come, with all it made', () => {
  const test = started('t', {
    function: 'two-parts',
    retry: { retries: 1, backoff: '1s', childPolicy: 'RetryFailed' },
    ttl: { deleteAfter: '1m' },
  });
  test.advanceUntilPhase('t', 'Failed', MINUTE);
  test.clock.advance(57 * SECOND);
  expect(test.names(EXECUTIONS)).toEqual(['t', 't-bad', 't-good']);
  test.clock.advance(4 * SECOND);
  expect(test.names(EXECUTIONS)).toEqual([]);
});

test('a live worker renews its Lease every five seconds', () => {
  const test = started('c', { function: 'compile' });
  const renewed = () => test.storage.list(LEASES).map(({ spec }) => spec);
  const before = renewed();
  test.clock.advance(5 * SECOND);
  expect(renewed()).toMatchObject(
    before.map(() => ({ renewTime: '2026-11-23T10:41:05.000000Z', leaseDurationSeconds: 15 })),
  );
});

test('a worker writes to the log of its pod what it does', () => {
  const test = started('f', { function: 'flaky' });
  test.advanceUntilPhase('f', 'Failed', 10 * SECOND);
  const pod = test.execution('f').status?.workerName ?? '';
  expect(test.logs.lines('default', pod, 'worker').map(({ text }) => text)).toEqual([
    'level=info msg="worker started" group=default namespace=default',
    'level=info msg="attempt started" execution=f function=flaky attempt=1',
    'level=error msg="no route to host" execution=f function=flaky attempt=1',
  ]);
});

test('what a deleted worker ran is picked up by its successor', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(EXECUTIONS).includes('b-compile'), 5 * SECOND, 'a child');
  const { workerName = '', resumptions = 0 } = test.execution('b').status ?? {};
  test.storage.delete(PODS, 'default', workerName);
  expect(test.names(LEASES)).not.toContain(workerName);
  const now = test.execution('b').status;
  expect(now?.workerName).not.toBe(workerName);
  expect(test.names(LEASES)).toContain(now?.workerName);
  expect(now?.resumptions).toBe(resumptions + 1);
  test.advanceUntilPhase('b-compile', 'Completed', 15 * SECOND);
});

test('a job whose pod is deleted fails', () => {
  const test = started('b', { function: 'build' });
  test.advanceUntil(() => test.names(JOBS).includes('b-link'), MINUTE, 'a job');
  const pod = test.names(PODS).find((name) => name.startsWith('b-link-')) ?? '';
  test.storage.delete(PODS, 'default', pod);
  expect(test.phase('b')).toBe('Failed');
  expect(test.execution('b').status?.message).toBe(
    'job b-link failed: Job has reached the specified backoff limit',
  );
});

test('after stop nothing moves and no timer is left', () => {
  const test = started('b', { function: 'build' });
  test.create('f', { function: 'flaky', retry: { retries: 3 } });
  test.create('n', { function: 'napper', ttl: { deleteAfter: '1h' } });
  test.advanceUntil(() => test.names(JOBS).length > 0, MINUTE, 'a job');
  expect(test.clock.alarms).toBeGreaterThan(3);
  test.world.stop();
  expect(test.clock.alarms).toBe(0);
  const { version } = test.storage;
  test.cancel('b');
  test.clock.advance(10 * MINUTE);
  expect(test.storage.version).toBe(version + 1);
});
