import { describe, expect, test } from 'vitest';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import type { Transport } from '../../../src/kube/http/transport.ts';
import { until } from '../../support/until.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const testCluster = embeddedTestCluster();

/** A client that says which watches it has open. */
function counted({ client, namespace }: TestNamespace) {
  const open: string[] = [];
  const inner = client.transport;
  const transport: Transport = {
    send: (request) => inner.send(request),
    async open(request) {
      const stream = await inner.open(request);
      open.push(request.path);
      stream.bytes.once('close', () => open.splice(open.indexOf(request.path), 1));
      return stream;
    },
    get lastAnswerAt() {
      return inner.lastAnswerAt;
    },
    close: () => inner.close(),
  };
  return { open, client: Client.from(transport, { namespace }) };
}

describe('informers', () => {
  test('share one watch per kind and namespace, until the last lets go', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const { client, open } = counted(fixture);
    await fixture.execution('deploy');
    const one = client.informers.executions(fixture.namespace);
    const two = client.withNamespace('other').informers.executions(fixture.namespace);
    expect(two.store).toBe(one.store);
    await until(() => one.store.size === 1);
    expect(open).toEqual([fixture.pathOf(EXECUTIONS)]);
    await one.release();
    await one.release();
    await fixture.execution('second');
    await until(() => two.store.size === 2);
    await two.release();
    expect(open).toEqual([]);
    const again = client.informers.executions(fixture.namespace);
    expect(again.store).not.toBe(one.store);
    await again.release();
  });

  test('cost a tree no further watch where lists have theirs, of one namespace or of all', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const root = await fixture.execution('root');
    await fixture.execution('root-0', { parent: root });
    for (const namespace of [fixture.namespace, '']) {
      const { client, open } = counted(fixture);
      const { informers } = client;
      const held = [
        informers.executions(namespace),
        informers.suspensions(namespace),
        informers.jobs(namespace),
      ];
      await until(() => held.every(({ reflector }) => reflector.state.synced));
      expect(open).toHaveLength(3);
      const watchers = await Promise.all([client.watchTree('root'), client.watchTree('root-0')]);
      const trees = await Promise.all(watchers.map((watcher) => watcher.updates().next()));
      expect(trees.map(({ value }) => value?.root().name)).toEqual(['root', 'root-0']);
      expect(open).toHaveLength(3);
      await Promise.all(watchers.map((watcher) => watcher.stop()));
      expect(open).toHaveLength(3);
      await Promise.all(held.map((informer) => informer.release()));
      expect(open).toEqual([]);
    }
  });

  test('end with the client', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await fixture.execution('deploy');
    const { client, open } = counted(fixture);
    const informer = client.informers.executions();
    const watcher = await client.watchTree('deploy');
    await until(() => informer.reflector.state.phase === 'live' && open.length > 0);
    await client.close();
    expect(open).toEqual([]);
    expect(informer.reflector.state.phase).toBe('stopped');
    expect((await watcher.updates().next()).done).toBe(true);
    await informer.release();
  });
});
