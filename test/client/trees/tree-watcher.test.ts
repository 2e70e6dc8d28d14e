import { describe, expect, test } from 'vitest';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import type { ExecutionTree } from '../../../src/api/tree.ts';
import { Client } from '../../../src/client/client.ts';
import type { KontinueError } from '../../../src/client/errors/kontinue-error.ts';
import { Cluster } from '../../../src/cluster/cluster.ts';
import { loadConnection } from '../../../src/kube/connection/connection.ts';
import { createTransport } from '../../../src/kube/http/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { embeddedTestCluster, testClusterOf } from '../support/test-cluster.ts';
import { fastClient, openTestNamespace } from '../support/test-namespace.ts';

const testCluster = embeddedTestCluster();

/** A client of the test cluster whose own time stands still. */
async function stillClient(namespace: string, clock: FakeClock): Promise<Client> {
  const environment = { variables: {}, home: '' };
  const kubeconfig = testCluster().kubeconfig('admin');
  const connection = await loadConnection({ environment, kubeconfig });
  const transport = createTransport(connection, { qps: 1_000, burst: 1_000 });
  return Client.from(transport, { namespace, clock });
}

describe('a tree watcher', () => {
  test('makes one update of a burst', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const root = await fixture.execution('root');
    const clock = new FakeClock();
    const client = await stillClient(fixture.namespace, clock);
    const watcher = await client.watchTree('root');
    const executions = client.informers.executions(fixture.namespace);
    const trees: ExecutionTree[] = [];
    watcher.onUpdate((tree) => trees.push(tree));
    await until(async () => {
      await clock.advance(60);
      return trees.length === 1;
    });
    for (let i = 0; i < 30; i += 1) await fixture.execution(`root-${i}`, { parent: root });
    await until(() => executions.store.size === 31);
    expect(trees).toHaveLength(1);
    await clock.advance(60);
    expect(trees).toHaveLength(2);
    expect(trees[1]?.root().children).toHaveLength(30);
    await clock.advance(1_000);
    expect(trees).toHaveLength(2);
    await executions.release();
    await client.close();
    expect(clock.pending).toBe(0);
  });

  test('tells once that the connection is lost, and goes on when it is back', async () => {
    const cluster = await Cluster.start();
    try {
      await using own = await testClusterOf(cluster);
      await using fixture = await openTestNamespace(own);
      const root = await fixture.execution('root');
      const watcher = await fixture.client.watchTree('root');
      const trees: ExecutionTree[] = [];
      const errors: KontinueError[] = [];
      watcher.onUpdate((tree) => trees.push(tree));
      watcher.onError((error) => errors.push(error));
      await until(() => trees.length > 0);
      await cluster.kill();
      await until(() => errors.length >= 3);
      await cluster.restart();
      await fixture.execution('root-0', { parent: root });
      await until(() => trees.at(-1)?.root().children.length === 1);
      expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['Disconnected']));
      const told = errors.map(({ message }) => message);
      const kinds = 3;
      for (const message of told) {
        expect(told.filter((other) => other === message).length).toBeLessThanOrEqual(kinds);
      }
    } finally {
      await cluster.stop();
    }
  });

  test('looks for the archive again when the first look fails', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const root = await fixture.execution('root', { status: { phase: 'Completed' } });
    const clock = new FakeClock();
    const client = await stillClient(fixture.namespace, clock);
    const watcher = await client.watchTree('root');
    const trees: ExecutionTree[] = [];
    const errors: KontinueError[] = [];
    watcher.onUpdate((tree) => trees.push(tree));
    watcher.onError((error) => errors.push(error));
    await until(async () => {
      await clock.advance(60);
      return trees.length === 1;
    });
    await fixture.archive(root, {});
    const { faults } = testCluster().cluster;
    faults.arm({ kind: 'fail', code: 500 }, { path: /archivedexecutions\/root/ });
    await fixture.delete(EXECUTIONS, 'root');
    await until(async () => {
      await clock.advance(60);
      return errors.length === 1;
    });
    expect(errors[0]?.code).toBe('Disconnected');
    await until(async () => {
      await clock.advance(1_000);
      return trees.at(-1)?.isArchived() ?? false;
    });
    await client.close();
    expect(clock.pending).toBe(0);
  });

  test('leaves out kinds that the user may not see, and says so', async () => {
    const users = [
      {
        name: 'admin',
        rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      },
      {
        name: 'viewer',
        rules: [
          {
            verbs: ['get', 'list', 'watch'],
            apiGroups: ['kontinue.cloud'],
            resources: ['executions'],
          },
        ],
      },
    ];
    const cluster = await Cluster.start({ users });
    try {
      await using own = await testClusterOf(cluster);
      await using fixture = await openTestNamespace(own);
      const root = await fixture.execution('root');
      await fixture.execution('root-0', { parent: root });
      await fixture.job('load', { parent: root });
      const viewer = await fastClient(own.kubeconfig('viewer'), { namespace: fixture.namespace });
      const watcher = await viewer.watchTree('root');
      const errors: KontinueError[] = [];
      watcher.onError((error) => errors.push(error));
      const { value } = await watcher.updates().next();
      const tree: ExecutionTree | undefined = value;
      expect(tree?.root().children.map((node) => node.name)).toEqual(['root-0']);
      await until(() => errors.length === 2);
      expect(errors.map(({ code }) => code)).toEqual(['Forbidden', 'Forbidden']);
      const once = (await viewer.getTree('root')).root();
      expect(once.children.map((node) => node.name)).toEqual(['root-0']);
      await viewer.close();
    } finally {
      await cluster.stop();
    }
  });

  test('stops with its signal', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.execution('root');
    const ending = new AbortController();
    const watcher = await fixture.client.watchTree('root', { signal: ending.signal });
    const updates = watcher.updates();
    expect((await updates.next()).value?.root().name).toBe('root');
    ending.abort();
    expect((await updates.next()).done).toBe(true);
    await watcher.stop();
  });
});
