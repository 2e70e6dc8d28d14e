import { describe, expect, test } from 'vitest';
import { EVENTS, LEASES } from '../../../src/api/resources.ts';
import { ForbiddenError, ReadOnlyError } from '../../../src/client/errors/access-errors.ts';
import { until } from '../../support/until.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { fastClient, openTestNamespace } from '../support/test-namespace.ts';

const GROUP = 'kontinue.cloud';

/** Who one is, what one may do, and who else is there, as the contract has them. */
export function accessContract(testCluster: () => TestCluster): void {
  test('the server says who one is, and what it is', async () => {
    const client = await fastClient(testCluster().kubeconfig('viewer'));
    try {
      expect((await client.whoAmI())?.username).toContain('viewer');
      expect(await client.serverVersion()).toMatch(/^v1\.\d+/);
    } finally {
      await client.close();
    }
  });

  test('a client acts as the user it impersonates', async () => {
    const client = await fastClient(testCluster().kubeconfig('admin'), { impersonate: 'ada' });
    try {
      expect((await client.whoAmI())?.username).toBe('ada');
      expect((await rejection(client.list(), ForbiddenError)).user).toBe('ada');
    } finally {
      await client.close();
    }
  });

  describe('rights', () => {
    test('are those of the namespace asked for', async () => {
      const client = await fastClient(testCluster().kubeconfig('nsuser'));
      try {
        const team = await client.rights('team-a');
        const other = await client.rights('default');
        expect(team.allows('patch', GROUP, 'executions', 'status')).toBe(true);
        expect(team.allows('get', '', 'pods', 'log')).toBe(true);
        expect(other.allows('patch', GROUP, 'executions', 'status')).not.toBe(true);
      } finally {
        await client.close();
      }
    });

    test('of a viewer are to read', async () => {
      const client = await fastClient(testCluster().kubeconfig('viewer'));
      try {
        const rights = await client.rights('default');
        expect(rights.allows('list', GROUP, 'executions')).toBe(true);
        expect(rights.allows('patch', GROUP, 'executions', 'status')).toBe(false);
      } finally {
        await client.close();
      }
    });
  });

  test('what may not be listed is said with verb, kind, namespace and user', async () => {
    const client = await fastClient(testCluster().kubeconfig('nsuser'));
    try {
      const error = await rejection(client.listNamespaced('default'), ForbiddenError);
      expect(error).toMatchObject({ verb: 'list', resource: 'executions', namespace: 'default' });
      expect(error.user).toContain('nsuser');
    } finally {
      await client.close();
    }
  });

  test('a read-only client reads, and sends no write', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const execution = await fixture.execution('deploy');
    const client = await fastClient(testCluster().kubeconfig('admin'), {
      namespace: fixture.namespace,
      readOnly: true,
    });
    try {
      expect((await client.list()).length).toBe(1);
      expect(await client.whoAmI()).toBeDefined();
      await rejection(client.cancel(execution, { dryRun: true }), ReadOnlyError);
      expect(await client.get('deploy')).toEqual(execution);
    } finally {
      await client.close();
    }
  });

  describe('recordEvent', () => {
    test('makes an Event about the execution', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy');
      const record = { reason: 'Canceled', message: 'by ada: too slow' };
      expect(await fixture.client.recordEvent(execution, record)).toBe(true);
      const events = (await fixture.raw.get(fixture.pathOf(EVENTS))).list().items;
      expect(events).toEqual([
        expect.objectContaining({
          ...record,
          type: 'Normal',
          involvedObject: expect.objectContaining({
            kind: 'Execution',
            name: 'deploy',
            uid: execution.metadata.uid,
          }),
        }),
      ]);
    });

    test('is no failure where the user may make none', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy');
      const viewer = await fastClient(testCluster().kubeconfig('viewer'));
      const record = { reason: 'Canceled', message: 'no' };
      try {
        expect(await viewer.recordEvent(execution, record)).toBe(false);
      } finally {
        await viewer.close();
      }
    });
  });

  test('a worker is seen to be alive when its Lease is renewed', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const lease = (name: string, labels: object) => ({
      apiVersion: 'coordination.k8s.io/v1',
      kind: LEASES.kind,
      metadata: { name, labels },
      spec: { holderIdentity: name, leaseDurationSeconds: 15 },
    });
    const group = { 'kontinue.cloud/worker-group': 'gpu' };
    for (const name of ['worker-1', 'worker-2', 'kontinue-mutex-ab']) {
      (await fixture.raw.post(fixture.pathOf(LEASES), lease(name, group))).object();
    }
    const workers = fixture.client.watchWorkers();
    await until(() => workers.workers().length === 2);
    expect(workers.group('gpu')).toBe('unknown');
    const renewTime = '2026-01-05T10:00:00.000000Z';
    await fixture.raw.mergePatch(fixture.pathOf(LEASES, 'worker-1'), { spec: { renewTime } });
    await until(() => workers.worker('worker-1') === 'live');
    expect(workers.worker('worker-2')).toBe('unknown');
    expect(workers.group('gpu')).toBe('live');
    expect(workers.group('default')).toBe('unknown');
    await workers.release();
  });
}
