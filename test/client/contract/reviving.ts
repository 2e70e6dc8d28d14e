import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { EXECUTIONS, JOBS, SUSPENSIONS } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import { ForbiddenError } from '../../../src/client/errors/access-errors.ts';
import {
  AlreadyTerminalError,
  ConflictError,
  NotRetryableError,
} from '../../../src/client/errors/object-errors.ts';
import { KubeError } from '../../../src/kube/errors.ts';
import { withConcurrentWriter } from '../support/concurrent-writer.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const ENDED = '2026-01-05T10:00:00Z';
const OPEN = ['Pending', 'Executing', 'Suspended', 'Backoff', 'Completed', 'Skipped'] as const;

/** The fixture's client, whose user may no more from the n-th PATCH on. */
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
export function revivingContract(testCluster: () => TestCluster): void {
  describe('retryExecution', () => {
    test.each(['Failed', 'Canceled'] as const)('grants one more to what is %s', async (phase) => {
      await using fixture = await openTestNamespace(testCluster());
      const attempts = [{ phase, startedAt: ENDED, finishedAt: ENDED }];
      const before = await fixture.execution('deploy', {
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
      const { status } = await fixture.client.retryExecution(before);
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
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase } });
      await rejection(fixture.client.retryExecution(before), NotRetryableError);
      expect((await fixture.client.get('deploy')).status).toEqual({ phase });
    });

    test('writes a child policy to the spec, and leaves the rest of it alone', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', {
        spec: { retry: { retries: 2, backoff: '7s' } },
        status: { phase: 'Failed' },
      });
      const after = await fixture.client.retryExecution(before, { childPolicy: 'RetryFailed' });
      expect(after.spec.retry).toEqual({ retries: 2, backoff: '7s', childPolicy: 'RetryFailed' });
      expect(after.status).toMatchObject({ phase: 'Pending', retries: 1 });
    });

    test('writes no spec for the child policy that is there already', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', {
        spec: { retry: { childPolicy: 'RetryAll' } },
        status: { phase: 'Failed' },
      });
      const after = await fixture.client.retryExecution(before, { childPolicy: 'RetryAll' });
      expect(after.metadata.generation).toBe(before.metadata.generation);
    });

    test('stores nothing in a dry run of both writes', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Failed' } });
      const options = { childPolicy: 'RetryAll', dryRun: true } as const;
      const would = await fixture.client.retryExecution(before, options);
      expect(would.status?.phase).toBe('Pending');
      expect(await fixture.client.get('deploy')).toEqual(before);
    });
  });

  describe('resumeSuspension', () => {
    test('completes it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const parent = await fixture.execution('deploy', { status: { phase: 'Suspended' } });
      const before = await fixture.suspension('approve', { parent });
      const after = await fixture.client.resumeSuspension(before);
      expect(after.status).toEqual({
        phase: 'Completed',
        finishedAt: expect.stringMatching(/Z$/),
      });
    });

    test.each(['Completed', 'Canceled'] as const)('refuses one that is %s', async (phase) => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.suspension('approve', { status: { phase } });
      await rejection(fixture.client.resumeSuspension(before), AlreadyTerminalError);
      expect((await fixture.client.getSuspension('approve')).status).toEqual({ phase });
    });

    test('gives no approval to an execution that has ended, and names it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const parent = await fixture.execution('deploy', { status: { phase: 'Canceled' } });
      const before = await fixture.suspension('approve', { parent });
      const error = await rejection(fixture.client.resumeSuspension(before), AlreadyTerminalError);
      expect(error.message).toContain(`execution ${fixture.namespace}/deploy is Canceled`);
      expect((await fixture.client.getSuspension('approve')).status).toBeUndefined();
    });

    test('finds the owner by label where there is no owner reference', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.execution('deploy', { status: { phase: 'Failed' } });
      const labels = { 'kontinue.cloud/parent': 'deploy' };
      const before = await fixture.suspension('approve', { labels });
      await rejection(fixture.client.resumeSuspension(before), AlreadyTerminalError);
    });
  });

  describe('resumeExecution', () => {
    test('completes the open suspensions of its children, or of all descendants', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Suspended' } });
      const child = await fixture.execution('root-0', { parent: root });
      await fixture.suspension('granted', { parent: root, status: { phase: 'Completed' } });
      await fixture.suspension('near', { parent: root });
      await fixture.suspension('far', { parent: child });
      const names = async (recursive: boolean) =>
        (await fixture.client.resumeExecution(root, { recursive })).map((s) => s.metadata.name);
      expect(await names(false)).toEqual(['near']);
      expect(await names(true)).toEqual(['far']);
      expect(await names(true)).toEqual([]);
    });

    test.each(['Completed', 'Failed', 'Canceled', 'Skipped'] as const)(
      'refuses an execution that is %s, and approves nothing under it',
      async (phase) => {
        await using fixture = await openTestNamespace(testCluster());
        const root = await fixture.execution('root', { status: { phase } });
        await fixture.suspension('approve', { parent: root });
        for (const recursive of [false, true]) {
          const resumed = fixture.client.resumeExecution(root, { recursive });
          const error = await rejection(resumed, AlreadyTerminalError);
          expect(error).toMatchObject({ outcome: 'none' });
          expect(error.message).toContain(`is ${phase}`);
          expect(error.object).toEqual(objectOf(root));
        }
        expect((await fixture.client.getSuspension('approve')).status).toBeUndefined();
      },
    );

    test('stops when the execution is not as the caller saw it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Suspended' } });
      await fixture.suspension('approve', { parent: root });
      const seen = (phase: string) => ({ expected: { phase, attempt: 1 } });
      const error = await rejection(
        fixture.client.resumeExecution(root, seen('Executing')),
        ConflictError,
      );
      expect(error.message).toContain('its phase was Executing and is Suspended now');
      expect(error.object).toEqual(objectOf(root));
      expect((await fixture.client.getSuspension('approve')).status).toBeUndefined();
      expect(await fixture.client.resumeExecution(root, seen('Suspended'))).toHaveLength(1);
    });

    test('says how many were resumed before one could not be', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Suspended' } });
      await fixture.suspension('a', { parent: root });
      await fixture.suspension('b', { parent: root });
      const error = await rejection(refusedFrom(fixture, 2).resumeExecution(root), ForbiddenError);
      expect(error.message).toContain('1 was resumed before that');
      expect(error.outcome).toBe('partial');
      expect(error.applied).toEqual([`suspension ${fixture.namespace}/a`]);
      expect((await fixture.client.getSuspension('a')).status?.phase).toBe('Completed');
      expect((await fixture.client.getSuspension('b')).status).toBeUndefined();
    });

    test('tells sleeps from approvals', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Suspended' } });
      await fixture.suspension('sleep', {
        parent: root,
        spec: { resumeAt: '2030-01-01T00:00:00Z' },
      });
      await fixture.suspension('approve', { parent: root });
      const resumed = await fixture.client.resumeExecution(root, { only: 'approvals' });
      expect(resumed.map((s) => s.metadata.name)).toEqual(['approve']);
      expect((await fixture.client.getSuspension('sleep')).status).toBeUndefined();
    });

    test('leaves those alone whose own execution has ended', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Executing' } });
      const dead = await fixture.execution('root-0', { parent: root, status: { phase: 'Failed' } });
      await fixture.suspension('left', { parent: dead });
      await fixture.suspension('near', { parent: root });
      const resumed = await fixture.client.resumeExecution(root, { recursive: true });
      expect(resumed.map((s) => s.metadata.name)).toEqual(['near']);
    });
  });

  test('a schedule is suspended and resumed', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.schedule('nightly', { historyLimit: 2 });
    const { client } = fixture;
    const schedule = await client.getScheduledExecution('nightly');
    const suspended = await client.suspendScheduledExecution(schedule);
    expect(suspended.spec).toMatchObject({ suspend: true, historyLimit: 2 });
    expect((await client.resumeScheduledExecution(suspended)).spec.suspend).toBe(false);
  });

  describe('cancelDescendants', () => {
    test('stops what is open below, from the top down, and nothing else', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Canceled' } });
      const parent = await fixture.execution('root-0', {
        parent: root,
        status: { phase: 'Executing' },
      });
      await fixture.execution('root-1', { parent: root, status: { phase: 'Completed' } });
      await fixture.execution('root-0-0', { parent });
      await fixture.suspension('approve', { parent });
      await fixture.suspension('granted', { parent, status: { phase: 'Completed' } });
      await fixture.job('load', { parent });
      const stopped = await fixture.client.cancelDescendants(root, { message: 'gone' });
      const namesOf = (objects: readonly { readonly metadata: { readonly name: string } }[]) =>
        objects.map((object) => object.metadata.name);
      expect(namesOf(stopped.executions)).toEqual(['root-0', 'root-0-0']);
      expect(namesOf(stopped.suspensions)).toEqual(['approve']);
      expect(namesOf(stopped.jobs)).toEqual(['load']);
      const child = await fixture.client.get('root-0-0');
      expect(child.status).toMatchObject({ phase: 'Canceled', message: 'gone' });
      expect((await fixture.client.get('root-1')).status?.phase).toBe('Completed');
      expect((await fixture.client.getSuspension('approve')).status?.phase).toBe('Canceled');
      expect((await fixture.raw.get(fixture.pathOf(JOBS, 'load'))).status).toBe(404);
    });

    test.each(['Completed', 'Failed', 'Skipped'] as const)(
      'stops what is open below an execution that is %s, and leaves that as it is',
      async (phase) => {
        await using fixture = await openTestNamespace(testCluster());
        const root = await fixture.execution('root', { status: { phase } });
        await fixture.execution('root-0', { parent: root, status: { phase: 'Executing' } });
        const { executions } = await fixture.client.cancelDescendants(root);
        expect(executions.map(({ metadata }) => metadata.name)).toEqual(['root-0']);
        expect((await fixture.client.get('root')).status?.phase).toBe(phase);
      },
    );

    test('stops nothing below an archived execution', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Failed' } });
      const child = await fixture.execution('root-0', { parent: root });
      await fixture.archive(root, { executions: [child] });
      await fixture.delete(EXECUTIONS, 'root');
      const { executions, suspensions, jobs } = await fixture.client.cancelDescendants(root);
      expect([executions, suspensions, jobs]).toEqual([[], [], []]);
    });

    test('stops nothing when the execution is not as the caller saw it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Executing' } });
      await fixture.execution('root-0', { parent: root });
      const expected = { phase: 'Canceled' };
      await rejection(fixture.client.cancelDescendants(root, { expected }), ConflictError);
      expect((await fixture.client.get('root-0')).status).toBeUndefined();
    });

    test('never touches what is below another execution of the same name', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('root', { status: { phase: 'Canceled' } });
      await fixture.delete(EXECUTIONS, 'root');
      const again = await fixture.execution('root', { status: { phase: 'Executing' } });
      await fixture.execution('root-0', { parent: again });
      for (const write of [
        () => fixture.client.cancelDescendants(before),
        () => fixture.client.resumeExecution(before),
      ]) {
        expect((await rejection(write(), ConflictError)).object).toEqual(objectOf(before));
      }
      expect((await fixture.client.get('root-0')).status).toBeUndefined();
    });

    test('says how many were stopped before one could not be', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Canceled' } });
      for (const name of ['a', 'b', 'c']) await fixture.execution(name, { parent: root });
      const error = await rejection(
        refusedFrom(fixture, 3).cancelDescendants(root),
        ForbiddenError,
      );
      expect(error.message).toContain('2 were stopped before that');
      expect(error.outcome).toBe('partial');
      expect(error.applied).toEqual(['a', 'b'].map((n) => `execution ${fixture.namespace}/${n}`));
      expect((await fixture.client.get('c')).status).toBeUndefined();
    });

    test('only tells what it would stop, in a dry run', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Canceled' } });
      await fixture.execution('root-0', { parent: root });
      await fixture.suspension('approve', { parent: root });
      await fixture.job('load', { parent: root });
      const would = await fixture.client.cancelDescendants(root, { dryRun: true });
      expect([would.executions, would.suspensions, would.jobs].map((l) => l.length)).toEqual([
        1, 1, 1,
      ]);
      const untouched = [
        await fixture.raw.get(fixture.pathOf(EXECUTIONS, 'root-0')),
        await fixture.raw.get(fixture.pathOf(SUSPENSIONS, 'approve')),
        await fixture.raw.get(fixture.pathOf(JOBS, 'load')),
      ].map((answer) => answer.object());
      expect(untouched.map(({ kind }) => kind)).toEqual(['Execution', 'Suspension', 'Job']);
      expect(untouched[0]?.status).toBeUndefined();
      expect(untouched[1]?.status).toBeUndefined();
    });
  });
}
