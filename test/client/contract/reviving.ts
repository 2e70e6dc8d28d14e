import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { EXECUTIONS, JOBS, SUSPENSIONS } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import {
  AlreadyTerminalError,
  ConflictError,
  ForbiddenError,
  NotRetryableError,
} from '../../../src/client/errors.ts';
import { KubeError } from '../../../src/kube/errors.ts';
import { withConcurrentWriter } from '../support/concurrent-writer.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const ENDED = '2026-01-05T10:00:00Z';
const OPEN = ['Pending', 'Executing', 'Suspended', 'Backoff', 'Completed', 'Skipped'] as const;

/** The stage's client, whose user may no more from the n-th PATCH on. */
function refusedFrom({ client, namespace }: TestNamespace, n: number): Client {
  const transport = withConcurrentWriter(client.transport, async (patch) => {
    if (patch >= n) throw new KubeError('Forbidden', 'no more');
  });
  return Client.from(transport, { namespace });
}

/** What an error about an execution names. */
function objectOf({ metadata: { namespace, name } }: Execution) {
  return { kind: 'Execution', namespace, name };
}

/** Retry, Resume, the schedules' switch and the cascade, as the contract has them. */
export function revivingContract(ground: () => TestCluster): void {
  describe('retryExecution', () => {
    test.each(['Failed', 'Canceled'] as const)('grants one more to what is %s', async (phase) => {
      await using stage = await openTestNamespace(ground());
      const attempts = [{ phase, startedAt: ENDED, finishedAt: ENDED }];
      const before = await stage.execution('deploy', {
        status: {
          phase,
          message: 'no disk',
          workerName: 'w1',
          startedAt: ENDED,
          finishedAt: ENDED,
          progress: { current: 1, max: 2 },
          result: { part: 1 },
          retries: 1,
          resumptions: 3,
          state: { step: 2 },
          attempts,
        },
      });
      const { status } = await stage.client.retryExecution(before);
      expect(status).toEqual({
        phase: 'Pending',
        message: '',
        startedAt: ENDED,
        retries: 2,
        retriedAt: expect.stringMatching(/Z$/),
        resumptions: 3,
        state: { step: 2 },
        attempts,
      });
    });

    test.each(OPEN)('refuses one that is %s', async (phase) => {
      await using stage = await openTestNamespace(ground());
      const before = await stage.execution('deploy', { status: { phase } });
      await rejection(stage.client.retryExecution(before), NotRetryableError);
      expect((await stage.client.get('deploy')).status).toEqual({ phase });
    });

    test('writes a child policy to the spec, and leaves the rest of it alone', async () => {
      await using stage = await openTestNamespace(ground());
      const before = await stage.execution('deploy', {
        spec: { retry: { retries: 2, backoff: '7s' } },
        status: { phase: 'Failed' },
      });
      const after = await stage.client.retryExecution(before, { childPolicy: 'RetryFailed' });
      expect(after.spec.retry).toEqual({ retries: 2, backoff: '7s', childPolicy: 'RetryFailed' });
      expect(after.status).toMatchObject({ phase: 'Pending', retries: 1 });
    });

    test('writes no spec for the child policy that is there already', async () => {
      await using stage = await openTestNamespace(ground());
      const before = await stage.execution('deploy', {
        spec: { retry: { childPolicy: 'RetryAll' } },
        status: { phase: 'Failed' },
      });
      const after = await stage.client.retryExecution(before, { childPolicy: 'RetryAll' });
      expect(after.metadata.generation).toBe(before.metadata.generation);
    });

    test('stores nothing in a dry run of both writes', async () => {
      await using stage = await openTestNamespace(ground());
      const before = await stage.execution('deploy', { status: { phase: 'Failed' } });
      const options = { childPolicy: 'RetryAll', dryRun: true } as const;
      const would = await stage.client.retryExecution(before, options);
      expect(would.status?.phase).toBe('Pending');
      expect(await stage.client.get('deploy')).toEqual(before);
    });
  });

  describe('resumeSuspension', () => {
    test('completes it', async () => {
      await using stage = await openTestNamespace(ground());
      const parent = await stage.execution('deploy', { status: { phase: 'Suspended' } });
      const before = await stage.suspension('approve', { parent });
      const after = await stage.client.resumeSuspension(before);
      expect(after.status).toEqual({
        phase: 'Completed',
        finishedAt: expect.stringMatching(/Z$/),
      });
    });

    test.each(['Completed', 'Canceled'] as const)('refuses one that is %s', async (phase) => {
      await using stage = await openTestNamespace(ground());
      const before = await stage.suspension('approve', { status: { phase } });
      await rejection(stage.client.resumeSuspension(before), AlreadyTerminalError);
      expect((await stage.client.getSuspension('approve')).status).toEqual({ phase });
    });

    test('gives no approval to an execution that has ended, and names it', async () => {
      await using stage = await openTestNamespace(ground());
      const parent = await stage.execution('deploy', { status: { phase: 'Canceled' } });
      const before = await stage.suspension('approve', { parent });
      const error = await rejection(stage.client.resumeSuspension(before), AlreadyTerminalError);
      expect(error.message).toContain(`execution ${stage.namespace}/deploy is Canceled`);
      expect((await stage.client.getSuspension('approve')).status).toBeUndefined();
    });

    test('finds the owner by label where there is no owner reference', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('deploy', { status: { phase: 'Failed' } });
      const labels = { 'kontinue.cloud/parent': 'deploy' };
      const before = await stage.suspension('approve', { labels });
      await rejection(stage.client.resumeSuspension(before), AlreadyTerminalError);
    });
  });

  describe('resumeExecution', () => {
    test('completes the open suspensions of its children, or of all descendants', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Suspended' } });
      const child = await stage.execution('root-0', { parent: root });
      await stage.suspension('granted', { parent: root, status: { phase: 'Completed' } });
      await stage.suspension('near', { parent: root });
      await stage.suspension('far', { parent: child });
      const names = async (recursive: boolean) =>
        (await stage.client.resumeExecution(root, { recursive })).map((s) => s.metadata.name);
      expect(await names(false)).toEqual(['near']);
      expect(await names(true)).toEqual(['far']);
      expect(await names(true)).toEqual([]);
    });

    test.each(['Completed', 'Failed', 'Canceled', 'Skipped'] as const)(
      'refuses an execution that is %s, and approves nothing under it',
      async (phase) => {
        await using stage = await openTestNamespace(ground());
        const root = await stage.execution('root', { status: { phase } });
        await stage.suspension('approve', { parent: root });
        for (const recursive of [false, true]) {
          const resumed = stage.client.resumeExecution(root, { recursive });
          const error = await rejection(resumed, AlreadyTerminalError);
          expect(error).toMatchObject({ outcome: 'none' });
          expect(error.message).toContain(`is ${phase}`);
          expect(error.object).toEqual(objectOf(root));
        }
        expect((await stage.client.getSuspension('approve')).status).toBeUndefined();
      },
    );

    test('stops when the execution is not as the caller saw it', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Suspended' } });
      await stage.suspension('approve', { parent: root });
      const seen = (phase: string) => ({ expected: { phase, attempt: 1 } });
      const error = await rejection(
        stage.client.resumeExecution(root, seen('Executing')),
        ConflictError,
      );
      expect(error.message).toContain('its phase was Executing and is Suspended now');
      expect(error.object).toEqual(objectOf(root));
      expect((await stage.client.getSuspension('approve')).status).toBeUndefined();
      expect(await stage.client.resumeExecution(root, seen('Suspended'))).toHaveLength(1);
    });

    test('says how many were resumed before one could not be', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Suspended' } });
      await stage.suspension('a', { parent: root });
      await stage.suspension('b', { parent: root });
      const error = await rejection(refusedFrom(stage, 2).resumeExecution(root), ForbiddenError);
      expect(error.message).toContain('1 was resumed before that');
      expect(error.outcome).toBe('partial');
      expect(error.applied).toEqual([`suspension ${stage.namespace}/a`]);
      expect((await stage.client.getSuspension('a')).status?.phase).toBe('Completed');
      expect((await stage.client.getSuspension('b')).status).toBeUndefined();
    });

    test('tells sleeps from approvals', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Suspended' } });
      await stage.suspension('sleep', { parent: root, spec: { resumeAt: '2030-01-01T00:00:00Z' } });
      await stage.suspension('approve', { parent: root });
      const resumed = await stage.client.resumeExecution(root, { only: 'approvals' });
      expect(resumed.map((s) => s.metadata.name)).toEqual(['approve']);
      expect((await stage.client.getSuspension('sleep')).status).toBeUndefined();
    });

    test('leaves those alone whose own execution has ended', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Executing' } });
      const dead = await stage.execution('root-0', { parent: root, status: { phase: 'Failed' } });
      await stage.suspension('left', { parent: dead });
      await stage.suspension('near', { parent: root });
      const resumed = await stage.client.resumeExecution(root, { recursive: true });
      expect(resumed.map((s) => s.metadata.name)).toEqual(['near']);
    });
  });

  test('a schedule is suspended and resumed', async () => {
    await using stage = await openTestNamespace(ground());
    await stage.schedule('nightly', { historyLimit: 2 });
    const { client } = stage;
    const schedule = await client.getScheduledExecution('nightly');
    const suspended = await client.suspendScheduledExecution(schedule);
    expect(suspended.spec).toMatchObject({ suspend: true, historyLimit: 2 });
    expect((await client.resumeScheduledExecution(suspended)).spec.suspend).toBe(false);
  });

  describe('cancelDescendants', () => {
    test('stops what is open below, from the top down, and nothing else', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Canceled' } });
      const parent = await stage.execution('root-0', {
        parent: root,
        status: { phase: 'Executing' },
      });
      await stage.execution('root-1', { parent: root, status: { phase: 'Completed' } });
      await stage.execution('root-0-0', { parent });
      await stage.suspension('approve', { parent });
      await stage.suspension('granted', { parent, status: { phase: 'Completed' } });
      await stage.job('load', { parent });
      const stopped = await stage.client.cancelDescendants(root, { message: 'gone' });
      const namesOf = (objects: readonly { readonly metadata: { readonly name: string } }[]) =>
        objects.map((object) => object.metadata.name);
      expect(namesOf(stopped.executions)).toEqual(['root-0', 'root-0-0']);
      expect(namesOf(stopped.suspensions)).toEqual(['approve']);
      expect(namesOf(stopped.jobs)).toEqual(['load']);
      const child = await stage.client.get('root-0-0');
      expect(child.status).toMatchObject({ phase: 'Canceled', message: 'gone' });
      expect((await stage.client.get('root-1')).status?.phase).toBe('Completed');
      expect((await stage.client.getSuspension('approve')).status?.phase).toBe('Canceled');
      expect((await stage.raw.get(stage.pathOf(JOBS, 'load'))).status).toBe(404);
    });

    test.each(['Completed', 'Failed', 'Skipped'] as const)(
      'stops what is open below an execution that is %s, and leaves that as it is',
      async (phase) => {
        await using stage = await openTestNamespace(ground());
        const root = await stage.execution('root', { status: { phase } });
        await stage.execution('root-0', { parent: root, status: { phase: 'Executing' } });
        const { executions } = await stage.client.cancelDescendants(root);
        expect(executions.map(({ metadata }) => metadata.name)).toEqual(['root-0']);
        expect((await stage.client.get('root')).status?.phase).toBe(phase);
      },
    );

    test('stops nothing below an archived execution', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Failed' } });
      const child = await stage.execution('root-0', { parent: root });
      await stage.archive(root, { executions: [child] });
      await stage.delete(EXECUTIONS, 'root');
      const { executions, suspensions, jobs } = await stage.client.cancelDescendants(root);
      expect([executions, suspensions, jobs]).toEqual([[], [], []]);
    });

    test('stops nothing when the execution is not as the caller saw it', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Executing' } });
      await stage.execution('root-0', { parent: root });
      const expected = { phase: 'Canceled' };
      await rejection(stage.client.cancelDescendants(root, { expected }), ConflictError);
      expect((await stage.client.get('root-0')).status).toBeUndefined();
    });

    test('never touches what is below another execution of the same name', async () => {
      await using stage = await openTestNamespace(ground());
      const before = await stage.execution('root', { status: { phase: 'Canceled' } });
      await stage.delete(EXECUTIONS, 'root');
      const again = await stage.execution('root', { status: { phase: 'Executing' } });
      await stage.execution('root-0', { parent: again });
      for (const write of [
        stage.client.cancelDescendants(before),
        stage.client.resumeExecution(before),
      ]) {
        expect((await rejection(write, ConflictError)).object).toEqual(objectOf(before));
      }
      expect((await stage.client.get('root-0')).status).toBeUndefined();
    });

    test('says how many were stopped before one could not be', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Canceled' } });
      for (const name of ['a', 'b', 'c']) await stage.execution(name, { parent: root });
      const error = await rejection(refusedFrom(stage, 3).cancelDescendants(root), ForbiddenError);
      expect(error.message).toContain('2 were stopped before that');
      expect(error.outcome).toBe('partial');
      expect(error.applied).toEqual(['a', 'b'].map((n) => `execution ${stage.namespace}/${n}`));
      expect((await stage.client.get('c')).status).toBeUndefined();
    });

    test('only tells what it would stop, in a dry run', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Canceled' } });
      await stage.execution('root-0', { parent: root });
      await stage.suspension('approve', { parent: root });
      await stage.job('load', { parent: root });
      const would = await stage.client.cancelDescendants(root, { dryRun: true });
      expect([would.executions, would.suspensions, would.jobs].map((l) => l.length)).toEqual([
        1, 1, 1,
      ]);
      const untouched = [
        await stage.raw.get(stage.pathOf(EXECUTIONS, 'root-0')),
        await stage.raw.get(stage.pathOf(SUSPENSIONS, 'approve')),
        await stage.raw.get(stage.pathOf(JOBS, 'load')),
      ].map((answer) => answer.object());
      expect(untouched.map(({ kind }) => kind)).toEqual(['Execution', 'Suspension', 'Job']);
      expect(untouched[0]?.status).toBeUndefined();
      expect(untouched[1]?.status).toBeUndefined();
    });
  });
}
