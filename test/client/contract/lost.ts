import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import {
  EVENTS,
  EXECUTIONS,
  JOBS,
  SCHEDULED_EXECUTIONS,
  SUSPENSIONS,
} from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import { DisconnectedError } from '../../../src/client/errors/call-errors.ts';
import {
  AlreadyTerminalError,
  ConflictError,
  NotRetryableError,
} from '../../../src/client/errors/object-errors.ts';
import { type Loss, withLostAnswers } from '../support/lost-answers.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const AT = '2026-01-05T10:00:00Z';
const LOOK = 'may or may not have been made: look before you try again';

/** The fixture's client, which loses these answers, and the writes that it sent. */
function losing({ client, namespace }: TestNamespace, ...losses: readonly (Loss | undefined)[]) {
  const transport = withLostAnswers(client.transport, ...losses);
  return { client: Client.from(transport, { namespace }), writes: transport.writes };
}

/** Writes whose answers were lost: known by what only they can have left, and never made twice. */
export function lostContract(testCluster: () => TestCluster): void {
  describe('a retry whose answer was lost', () => {
    const failed = { phase: 'Failed', finishedAt: AT, attempts: [{ phase: 'Failed' }] };

    test('counts once although the execution ran and failed again before the client looked', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: failed });
      const again = { ...failed, attempts: [{ phase: 'Failed' }, { phase: 'Failed' }] };
      const meanwhile = () => fixture.setStatus(EXECUTIONS, 'deploy', again);
      const { client, writes } = losing(fixture, { write: 'made', meanwhile });
      const retried = await client.retryExecution(before);
      expect(retried.status).toMatchObject({ phase: 'Failed', retries: 1 });
      expect((await fixture.client.get('deploy')).status?.retries).toBe(1);
      expect(writes).toHaveLength(1);
    });

    test('is a success when a worker took it before the client looked', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: failed });
      const meanwhile = () => fixture.setStatus(EXECUTIONS, 'deploy', { phase: 'Executing' });
      const { client } = losing(fixture, { write: 'made', meanwhile });
      const retried = await client.retryExecution(before);
      expect(retried.status).toMatchObject({ phase: 'Executing', retries: 1 });
    });

    test('is made again when it never arrived, also on what another wrote', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: failed });
      const meanwhile = () => fixture.setStatus(EXECUTIONS, 'deploy', { state: { seen: true } });
      const dropped = { write: 'dropped', meanwhile } as const;
      const { client, writes } = losing(fixture, dropped, { write: 'dropped' });
      const retried = await client.retryExecution(before);
      expect(retried.status).toMatchObject({ phase: 'Pending', retries: 1, state: { seen: true } });
      expect(writes).toHaveLength(3);
    });

    test('is not told from the retry of another that took its place', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: failed });
      const theirs = { phase: 'Pending', retries: 1, retriedAt: AT };
      const meanwhile = () => fixture.setStatus(EXECUTIONS, 'deploy', theirs);
      const { client } = losing(fixture, { write: 'dropped', meanwhile });
      const error = await rejection(client.retryExecution(before), NotRetryableError);
      expect(error.outcome).toBe('none');
    });

    test('is followed by the status when only the child policy was written', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: failed });
      const { client, writes } = losing(fixture, { write: 'made' }, { write: 'made' });
      const retried = await client.retryExecution(before, { childPolicy: 'RetryAll' });
      expect(retried.spec.retry?.childPolicy).toBe('RetryAll');
      expect(retried.status).toMatchObject({ phase: 'Pending', retries: 1 });
      expect(writes).toHaveLength(2);
    });
  });

  describe('a cancellation whose answer was lost', () => {
    const open = { phase: 'Executing', attempts: [{ phase: 'Executing', startedAt: AT }] };
    const retried = { phase: 'Pending', message: '', finishedAt: null, retries: 1, retriedAt: AT };

    test('is a success when it was made', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: open });
      const { client, writes } = losing(fixture, { write: 'made' });
      expect((await client.cancel(before)).status?.phase).toBe('Canceled');
      expect(writes).toHaveLength(1);
    });

    test('is not repeated when it was made and another retried since', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: open });
      const meanwhile = () => fixture.setStatus(EXECUTIONS, 'deploy', retried);
      const { client, writes } = losing(fixture, { write: 'made', meanwhile });
      const after = await client.cancel(before);
      expect(after.status).toMatchObject({ phase: 'Pending', attempts: [{ phase: 'Canceled' }] });
      expect(writes).toHaveLength(1);
    });

    test('is left in doubt, and not repeated, when a retry took away all that it had left', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Pending' } });
      const meanwhile = () => fixture.setStatus(EXECUTIONS, 'deploy', retried);
      const { client, writes } = losing(fixture, { write: 'made', meanwhile });
      const error = await rejection(client.cancel(before), ConflictError);
      expect(error.outcome).toBe('unknown');
      expect(error.message).toContain(LOOK);
      expect(writes).toHaveLength(1);
      expect((await fixture.client.get('deploy')).status?.phase).toBe('Pending');
    });

    test('was not made when the execution ended otherwise', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: open });
      const meanwhile = () => fixture.setStatus(EXECUTIONS, 'deploy', { phase: 'Completed' });
      const { client } = losing(fixture, { write: 'dropped', meanwhile });
      const error = await rejection(client.cancel(before), AlreadyTerminalError);
      expect(error.outcome).toBe('none');
    });

    test('may have been made where the execution is not there to look at any more', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: open });
      const meanwhile = async () => {
        await fixture.delete(EXECUTIONS, 'deploy');
        await fixture.execution('deploy', { status: open });
      };
      const { client } = losing(fixture, { write: 'made', meanwhile });
      const error = await rejection(client.cancel(before), ConflictError);
      expect(error.outcome).toBe('unknown');
    });

    test('may have been made when no answer comes to any of five', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: open });
      const { client, writes } = losing(fixture, ...Array<Loss>(9).fill({ write: 'dropped' }));
      const error = await rejection(client.cancel(before), DisconnectedError);
      expect(error.outcome).toBe('unknown');
      expect(writes).toHaveLength(5);
    });

    test('is found when the fifth was made', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: open });
      const four = Array<Loss>(4).fill({ write: 'dropped' });
      const { client } = losing(fixture, ...four, { write: 'made' });
      expect((await client.cancel(before)).status?.phase).toBe('Canceled');
    });
  });

  test('a skip is known by its result, also when that is written otherwise than it was given', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const before = await fixture.execution('deploy', { status: { phase: 'Executing' } });
    const { client, writes } = losing(fixture, { write: 'made' });
    const result = { at: new Date(AT), none: undefined };
    const skipped = await client.skip(before, { result });
    expect(skipped.status).toMatchObject({
      phase: 'Skipped',
      result: { at: '2026-01-05T10:00:00.000Z' },
    });
    expect(writes).toHaveLength(1);
  });

  describe('the approval of a suspension whose answer was lost', () => {
    test('is a success when it was made, and made when it was not', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const suspension = await fixture.suspension('approve');
      const { client, writes } = losing(fixture, { write: 'dropped' }, { write: 'made' });
      expect((await client.resumeSuspension(suspension)).status?.phase).toBe('Completed');
      expect(writes).toHaveLength(2);
    });

    test('was not given when the suspension was canceled', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const suspension = await fixture.suspension('approve');
      const canceled = { phase: 'Canceled', finishedAt: AT };
      const meanwhile = () => fixture.setStatus(SUSPENSIONS, 'approve', canceled);
      const { client } = losing(fixture, { write: 'dropped', meanwhile });
      const error = await rejection(client.resumeSuspension(suspension), AlreadyTerminalError);
      expect(error.outcome).toBe('none');
    });
  });

  describe('the switch of a schedule whose answer was lost', () => {
    test('is a success when it was made, and made when it was not', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.schedule('nightly');
      const schedule = await fixture.client.getScheduledExecution('nightly');
      const { client, writes } = losing(fixture, { write: 'dropped' }, { write: 'made' });
      expect((await client.suspendScheduledExecution(schedule)).spec.suspend).toBe(true);
      expect(writes).toHaveLength(2);
    });

    test('is left in doubt, and not repeated, when another switched it back', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.schedule('nightly');
      const schedule = await fixture.client.getScheduledExecution('nightly');
      const path = fixture.pathOf(SCHEDULED_EXECUTIONS, 'nightly');
      const meanwhile = () => fixture.raw.mergePatch(path, { spec: { suspend: false } });
      const { client, writes } = losing(fixture, { write: 'made', meanwhile });
      const error = await rejection(client.suspendScheduledExecution(schedule), ConflictError);
      expect(error.outcome).toBe('unknown');
      expect(writes).toHaveLength(1);
    });
  });

  test('the cascade deletes a job once, whether its answer was lost or the request', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const root = await fixture.execution('root', { status: { phase: 'Canceled' } });
    await fixture.job('a', { parent: root });
    await fixture.job('b', { parent: root });
    const { client, writes } = losing(fixture, { write: 'made' }, { write: 'dropped' });
    const stopped = await client.cancelDescendants(root);
    expect(stopped.jobs.map(({ metadata }) => metadata.name).sort()).toEqual(['a', 'b']);
    expect(writes).toHaveLength(3);
    for (const name of ['a', 'b']) {
      expect((await fixture.raw.get(fixture.pathOf(JOBS, name))).status).toBe(404);
    }
  });

  describe('a spawn whose answer was lost', () => {
    test('is not made again, and says how to look for a generated name', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client, writes } = losing(fixture, { write: 'made' });
      const error = await rejection(client.spawn('deploy-cluster'), DisconnectedError);
      expect(error.outcome).toBe('unknown');
      expect(error.message).toContain(LOOK);
      expect(error.message).toContain('an execution deploy-cluster-… of deploy-cluster');
      expect(writes).toHaveLength(1);
      expect(await fixture.client.list({ function: 'deploy-cluster' })).toHaveLength(1);
    });

    test('says that a second call with its name creates no second one', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client } = losing(fixture, { write: 'made' });
      const spawned = client.execute('deploy', {}, { name: 'deploy-7' });
      const error = await rejection(spawned, DisconnectedError);
      expect(error.outcome).toBe('unknown');
      expect(error.message).toContain('a second call with that name creates no second one');
      const again = await rejection(client.spawn('deploy', {}, { name: 'deploy-7' }), Error);
      expect(again).toMatchObject({ code: 'AlreadyExists', outcome: 'none' });
    });
  });

  test('an Event may have been made', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const execution: Execution = await fixture.execution('deploy');
    const { client, writes } = losing(fixture, { write: 'made' });
    const recorded = client.recordEvent(execution, { reason: 'Canceled', message: 'by ada' });
    expect((await rejection(recorded, DisconnectedError)).outcome).toBe('unknown');
    expect(writes).toHaveLength(1);
    expect((await fixture.raw.get(fixture.pathOf(EVENTS))).list().items).toHaveLength(1);
  });
}
