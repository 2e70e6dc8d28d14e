import { describe, expect, test } from 'vitest';
import { EXECUTIONS, SUSPENSIONS } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import {
  AlreadyTerminalError,
  ConflictError,
  NotRetryableError,
} from '../../../src/client/errors/object-errors.ts';
import { type Interference, withConcurrentWriter } from '../support/concurrent-writer.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

/** The fixture's client, but somebody else is always a little faster. */
function racedClient({ client, namespace }: TestNamespace, interfere: Interference): Client {
  return Client.from(withConcurrentWriter(client.transport, interfere), { namespace });
}

/** Interventions against a writer that changes the object between their GET and their PATCH. */
export function racesContract(testCluster: () => TestCluster): void {
  describe('an intervention that meets another writer', () => {
    test('is made on what the other wrote, and loses none of it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      const client = racedClient(fixture, async (patch) => {
        const progress = { current: patch, max: 9 };
        if (patch < 4) await fixture.setStatus(EXECUTIONS, 'deploy', { progress });
      });
      const canceled = await client.cancel(before);
      expect(canceled.status).toMatchObject({
        phase: 'Canceled',
        progress: { current: 3, max: 9 },
      });
    });

    test.each(['cancel', 'skip'] as const)('does not %s what the other completed', async (verb) => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      const client = racedClient(fixture, () =>
        fixture.setStatus(EXECUTIONS, 'deploy', { phase: 'Completed', result: { ok: true } }),
      );
      await rejection(client[verb](before), AlreadyTerminalError);
      const after = await fixture.client.get('deploy');
      expect(after.status).toEqual({ phase: 'Completed', result: { ok: true } });
    });

    test('gives up after five tries, and says so', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      let patches = 0;
      const client = racedClient(fixture, async (patch) => {
        patches = patch;
        await fixture.setStatus(EXECUTIONS, 'deploy', { resumptions: patch });
      });
      const error = await rejection(client.cancel(before), ConflictError);
      expect(error.message).toContain('5 tries');
      expect(patches).toBe(5);
      expect((await fixture.client.get('deploy')).status?.phase).toBe('Executing');
    });

    test('leaves one alone that was made again under the name', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      const client = racedClient(fixture, async (patch) => {
        if (patch > 1) return;
        await fixture.delete(EXECUTIONS, 'deploy');
        await fixture.execution('deploy', { status: { phase: 'Executing' } });
      });
      await rejection(client.cancel(before), ConflictError);
      expect((await fixture.client.get('deploy')).status?.phase).toBe('Executing');
    });

    test('retries once only when two retry at the same moment', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Failed' } });
      const client = racedClient(fixture, async (patch) => {
        if (patch === 1) await fixture.client.retryExecution(before);
      });
      await rejection(client.retryExecution(before), NotRetryableError);
      expect((await fixture.client.get('deploy')).status?.retries).toBe(1);
    });

    test('says that a child policy stays when only that was written', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Failed' } });
      const client = racedClient(fixture, async (patch) => {
        if (patch === 2) await fixture.setStatus(EXECUTIONS, 'deploy', { phase: 'Executing' });
      });
      const error = await rejection(
        client.retryExecution(before, { childPolicy: 'RetryAll' }),
        NotRetryableError,
      );
      expect(error.message).toContain('spec.retry.childPolicy was written, and stays');
      expect(error).toMatchObject({ outcome: 'partial', applied: ['spec.retry.childPolicy'] });
      const after = await fixture.client.get('deploy');
      expect(after.spec.retry?.childPolicy).toBe('RetryAll');
      expect(after.status).toEqual({ phase: 'Executing' });
    });

    test('says so, too, when it gives up after that', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Failed' } });
      const client = racedClient(fixture, async (patch) => {
        if (patch > 1) await fixture.setStatus(EXECUTIONS, 'deploy', { resumptions: patch });
      });
      const error = await rejection(
        client.retryExecution(before, { childPolicy: 'RetryAll' }),
        ConflictError,
      );
      expect(error.message).toMatch(
        /5 tries .* was not made; .* spec\.retry\.childPolicy was written, and stays/,
      );
      const after = await fixture.client.get('deploy');
      expect(after.spec.retry?.childPolicy).toBe('RetryAll');
      expect(after.status).toEqual({ phase: 'Failed', resumptions: 6 });
    });

    test('does not approve twice', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const suspension = await fixture.suspension('approve');
      const end = { phase: 'Completed', finishedAt: '2026-01-05T10:00:00Z' };
      const client = racedClient(fixture, () => fixture.setStatus(SUSPENSIONS, 'approve', end));
      await rejection(client.resumeSuspension(suspension), AlreadyTerminalError);
      expect((await fixture.client.getSuspension('approve')).status).toEqual(end);
    });

    test('gives the other approvals when one was given meanwhile', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const parent = await fixture.execution('deploy', { status: { phase: 'Suspended' } });
      for (const name of ['a', 'b']) await fixture.suspension(name, { parent });
      const end = { phase: 'Completed', finishedAt: '2026-01-05T10:00:00Z' };
      const client = racedClient(fixture, async (patch) => {
        if (patch === 1) await fixture.setStatus(SUSPENSIONS, 'a', end);
      });
      const resumed = await client.resumeExecution(parent);
      expect(resumed.map(({ metadata }) => metadata.name)).toEqual(['b']);
    });

    test('stops what was made while the rest was being stopped', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Canceled' } });
      const parent = await fixture.execution('root-0', { parent: root });
      const client = racedClient(fixture, async (patch) => {
        if (patch === 1) await fixture.execution('root-0-0', { parent });
      });
      const { executions } = await client.cancelDescendants(root);
      expect(executions.map(({ metadata }) => metadata.name)).toEqual(['root-0', 'root-0-0']);
      expect((await fixture.client.get('root-0-0')).status?.phase).toBe('Canceled');
    });
  });
}
