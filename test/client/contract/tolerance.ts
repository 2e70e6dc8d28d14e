import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { API_VERSION, EXECUTIONS, JOBS } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import { PrunedError } from '../../../src/client/errors/content-errors.ts';
import { AlreadyTerminalError } from '../../../src/client/errors/object-errors.ts';
import { changeKind, type OwnTestCluster, STATUS } from '../support/change-kind.ts';
import { withConcurrentWriter } from '../support/concurrent-writer.ts';
import { rejection } from '../support/rejection.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

/** Makes an execution with its status in one: there is no other way to it. */
async function makeWhole(fixture: TestNamespace, name: string, status: object): Promise<Execution> {
  const spec = { function: 'deploy' };
  const object = { apiVersion: API_VERSION, kind: 'Execution', metadata: { name }, spec, status };
  return (await fixture.raw.post(fixture.pathOf(EXECUTIONS), object)).json();
}

/** A cluster whose kontinue is not exactly this one, as the contract has it. */
export function toleranceContract(testCluster: () => OwnTestCluster): void {
  describe('where executions have no status subresource', () => {
    const off = [{ op: 'remove', path: '/spec/versions/0/subresources/status' }] as const;
    const isOff = (fixture: TestNamespace) => async () => {
      const { resources } = (await fixture.raw.get(`/apis/${API_VERSION}`)).json<{
        resources: readonly { name: string }[];
      }>();
      const isTold = resources.some(({ name }) => name === 'executions/status');
      const probe = await fixture.raw.get(fixture.pathOf(EXECUTIONS, 'probe', 'status'));
      return !isTold && probe.status === 404;
    };

    test('interventions write to the execution itself, as guarded as ever', async (context) => {
      if (!testCluster().mayChangeKinds) return context.skip('only where no one else lives');
      await using fixture = await openTestNamespace(testCluster());
      await fixture.execution('probe');
      await using _ = await changeKind(fixture, off, isOff(fixture));
      const { client } = fixture;
      const open = { phase: 'Executing', attempts: [{ phase: 'Executing' }] };
      const canceled = await client.cancel(await makeWhole(fixture, 'a', open));
      expect(canceled).toMatchObject({
        spec: { function: 'deploy' },
        status: { phase: 'Canceled', attempts: [{ phase: 'Canceled' }] },
      });
      const result = { url: null };
      const skipped = await client.skip(await makeWhole(fixture, 'b', open), { result });
      expect(skipped.status).toMatchObject({ phase: 'Skipped', result });
      const retried = await client.retryExecution(canceled, { childPolicy: 'RetryAll' });
      expect(retried).toMatchObject({
        spec: { function: 'deploy', retry: { childPolicy: 'RetryAll' } },
        status: { phase: 'Pending', retries: 1 },
      });
      const raced = await makeWhole(fixture, 'c', open);
      const status = { phase: 'Completed' };
      const rival = withConcurrentWriter(client.transport, () =>
        fixture.raw.mergePatch(fixture.pathOf(EXECUTIONS, 'c'), { status }),
      );
      const late = Client.from(rival, { namespace: fixture.namespace });
      await rejection(late.cancel(raced), AlreadyTerminalError);
      expect((await client.get('c')).status?.phase).toBe('Completed');
    });
  });

  describe('where executions have fewer fields', () => {
    const fewer = [
      { op: 'remove', path: `${STATUS}/x-kubernetes-preserve-unknown-fields` },
      { op: 'remove', path: `${STATUS}/properties/retries` },
      { op: 'remove', path: `${STATUS}/properties/retriedAt` },
    ] as const;

    test('a retry tells which were not kept', async (context) => {
      if (!testCluster().mayChangeKinds) return context.skip('only where no one else lives');
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('deploy', { status: { phase: 'Failed' } });
      await fixture.execution('probe', { status: { phase: 'Failed' } });
      const isPruned = async () =>
        (await fixture.setStatus(EXECUTIONS, 'probe', { retries: 1 })).status?.retries ===
        undefined;
      await using _ = await changeKind(fixture, fewer, isPruned);
      const warnings: string[] = [];
      const onWarning = (warning: string) => warnings.push(warning);
      const retried = await fixture.client.retryExecution(before, { onWarning });
      expect(retried.status).toEqual({ phase: 'Pending', message: '' });
      expect(warnings.join('\n')).toContain('did not keep status.retries, status.retriedAt');
    });
  });

  describe('where executions do not keep what is asked for', () => {
    const without = [
      { op: 'remove', path: `${STATUS}/x-kubernetes-preserve-unknown-fields` },
      { op: 'remove', path: '/spec/versions/0/selectableFields' },
      { op: 'remove', path: `${STATUS}/properties/phase` },
      { op: 'remove', path: `${STATUS.replace('status', 'spec')}/properties/mutex` },
    ] as const;

    test('an intervention and a spawn fail, and name it', async (context) => {
      if (!testCluster().mayChangeKinds) return context.skip('only where no one else lives');
      await using fixture = await openTestNamespace(testCluster());
      const { client, namespace } = fixture;
      const before = await fixture.execution('deploy');
      await fixture.execution('probe');
      const isPruned = async () =>
        (await fixture.setStatus(EXECUTIONS, 'probe', { phase: 'Failed' })).status?.phase ===
        undefined;
      await using _ = await changeKind(fixture, without, isPruned);
      const canceled = await rejection(client.cancel(before), PrunedError);
      expect(canceled).toMatchObject({
        code: 'Pruned',
        fields: ['status.phase'],
        outcome: 'partial',
        applied: ['status.message', 'status.finishedAt'],
      });
      expect(canceled.message).toContain(`Execution ${namespace}/deploy was not canceled`);
      const dry = await rejection(client.cancel(before, { dryRun: true }), PrunedError);
      expect(dry).toMatchObject({ outcome: 'none', applied: [] });
      const mutex = { name: 'production' };
      const spawned = await rejection(client.spawn('f', {}, { name: 'f', mutex }), PrunedError);
      expect(spawned).toMatchObject({
        fields: ['spec.mutex'],
        outcome: 'partial',
        applied: [`execution ${namespace}/f`],
      });
      expect((await client.get('f')).spec).toEqual({ function: 'f', arguments: {} });
    });
  });

  describe('where owner references were lost', () => {
    test('children and jobs are found by their labels', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root');
      await fixture.job('load', { parent: await fixture.execution('root-0', { parent: root }) });
      const metadata = { ownerReferences: null };
      await fixture.raw.mergePatch(fixture.pathOf(EXECUTIONS, 'root-0'), { metadata });
      await fixture.raw.mergePatch(fixture.pathOf(JOBS, 'load'), { metadata });
      const tree = await fixture.client.getTree('root');
      const [child] = tree.root().children;
      expect(child?.name).toBe('root-0');
      expect(child?.children.map(({ name }) => name)).toEqual(['load']);
    });
  });
}
