import { describe, expect, test } from 'vitest';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import {
  AlreadyTerminalError,
  ConflictError,
  NotFoundError,
} from '../../../src/client/errors/object-errors.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

function namesOf(objects: readonly { readonly metadata: { readonly name: string } }[]): string[] {
  return objects.map(({ metadata }) => metadata.name).sort();
}

/** What can be done with an object of which only the name is known, as the contract has it. */
export function handlesContract(testCluster: () => TestCluster): void {
  describe('the handle of an execution', () => {
    test('reads it, its children and its tree', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const parent = await fixture.execution('deploy-7', { status: { phase: 'Executing' } });
      await fixture.execution('deploy-7-0', { parent });
      const handle = fixture.client.execution('deploy-7');
      expect([handle.namespace, handle.name]).toEqual([fixture.namespace, 'deploy-7']);
      expect(await handle.get()).toEqual(parent);
      expect(namesOf(await handle.children())).toEqual(['deploy-7-0']);
      expect((await handle.tree()).root().children).toHaveLength(1);
      await using watcher = await handle.watch();
      for await (const tree of watcher) {
        expect(tree.root().children).toHaveLength(1);
        break;
      }
    });

    test('cancels, retries and skips it, and says when that cannot be', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.execution('deploy-7', { status: { phase: 'Executing' } });
      const handle = fixture.client.execution('deploy-7');
      expect((await handle.cancel({ message: 'by ada' })).status).toMatchObject({
        phase: 'Canceled',
        message: 'by ada',
      });
      const refused = await rejection(handle.cancel(), AlreadyTerminalError);
      expect(refused.phase).toBe('Canceled');
      expect((await handle.retry()).status?.phase).toBe('Pending');
      expect((await handle.skip({ result: { id: 7 } })).status?.phase).toBe('Skipped');
      expect(await handle.result<{ id: number }>()).toEqual({ id: 7 });
      expect(await handle.recordEvent({ reason: 'Skipped', message: 'by ada' })).toBe(true);
    });

    test('resumes what it waits for, and cancels what is below it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const parent = await fixture.execution('deploy-7', { status: { phase: 'Suspended' } });
      await fixture.suspension('approve', { parent });
      await fixture.execution('deploy-7-0', { parent });
      const handle = fixture.client.execution('deploy-7');
      expect(namesOf(await handle.resume())).toEqual(['approve']);
      expect(namesOf((await handle.cancelDescendants()).executions)).toEqual(['deploy-7-0']);
    });

    test('waits for its end', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.execution('deploy-7', { status: { phase: 'Executing' } });
      const waiting = fixture.client.execution('deploy-7').wait();
      await fixture.setStatus(EXECUTIONS, 'deploy-7', { phase: 'Completed', result: 1 });
      expect((await waiting).status).toMatchObject({ phase: 'Completed', result: 1 });
      await rejection(fixture.client.execution('no-such').wait(), NotFoundError);
    });

    test('finds it in the namespace that is told', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.execution('deploy-7');
      const elsewhere = fixture.client.withNamespace('default');
      const { namespace } = fixture;
      const handle = elsewhere.execution('deploy-7', { namespace });
      expect((await handle.cancel()).metadata.namespace).toBe(namespace);
      await rejection(elsewhere.execution('deploy-7').get(), NotFoundError);
    });

    test('made from an object means that very one, not another under its name', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy-7');
      await fixture.delete(EXECUTIONS, 'deploy-7');
      await fixture.execution('deploy-7');
      const elsewhere = fixture.client.withNamespace('default');
      const handle = elsewhere.execution(before);
      const calls = [
        () => handle.get(),
        () => handle.tree(),
        () => handle.children(),
        () => handle.wait(),
        () => handle.cancel(),
      ];
      for (const call of calls) {
        const error = await rejection(call(), ConflictError);
        const { namespace } = fixture;
        expect(error.object).toEqual({ kind: 'Execution', namespace, name: 'deploy-7' });
      }
      expect((await fixture.client.execution('deploy-7').cancel()).status?.phase).toBe('Canceled');
    });
  });

  describe('the handle of a suspension', () => {
    test('reads and resumes it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const approve = await fixture.suspension('approve');
      const handle = fixture.client.suspension('approve');
      expect(await handle.get()).toEqual(approve);
      expect((await handle.resume()).status?.phase).toBe('Completed');
      await rejection(handle.resume(), AlreadyTerminalError);
    });
  });

  describe('the handle of a schedule', () => {
    test('reads, suspends and resumes it, and lists what it made', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.schedule('nightly');
      await fixture.execution('nightly-1', { labels: { 'kontinue.cloud/schedule': 'nightly' } });
      await fixture.execution('other');
      const handle = fixture.client.schedule('nightly');
      expect((await handle.suspend()).spec.suspend).toBe(true);
      expect((await handle.resume()).spec.suspend).toBe(false);
      expect((await handle.get()).spec.suspend).toBe(false);
      expect(namesOf(await handle.executions())).toEqual(['nightly-1']);
    });
  });

  describe('the handle of a job', () => {
    test('reads it, and says when it has no log', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.job('load');
      const handle = fixture.client.job('load');
      expect((await handle.get()).metadata.name).toBe('load');
      const error = await rejection(handle.logs(), NotFoundError);
      expect(error.object).toEqual({ kind: 'Job', namespace: fixture.namespace, name: 'load' });
    });

    test('follows its log until it is told to stop', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.job('load');
      const stopping = new AbortController();
      const kinds: string[] = [];
      const events = fixture.client.job('load').follow({ signal: stopping.signal });
      for await (const { kind } of events) {
        kinds.push(kind);
        stopping.abort();
      }
      expect(kinds).toEqual(['waiting']);
    });
  });
}
