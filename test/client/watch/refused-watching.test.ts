import { expect, test } from 'vitest';
import type { ExecutionTree } from '../../../src/api/tree.ts';
import { Client } from '../../../src/client/client.ts';
import type { KontinueError } from '../../../src/client/errors/kontinue-error.ts';
import { Cluster } from '../../../src/cluster/cluster.ts';
import { loadConnection } from '../../../src/kube/connection/connection.ts';
import { createTransport, type Transport } from '../../../src/kube/http/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { testClusterOf } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

const ALL = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
const EXECUTIONS_ALONE = [{ verbs: ['get'], apiGroups: ['kontinue.cloud'], resources: ['*'] }];
const VIEW = [
  { verbs: ['get', 'list', 'watch'], apiGroups: ['kontinue.cloud'], resources: ['executions'] },
];

/** A cluster with a user who has these rights, and a client of theirs that counts what it sends. */
async function openFor(rules: typeof ALL) {
  const cluster = await Cluster.start({
    users: [
      { name: 'admin', rules: ALL },
      { name: 'viewer', rules },
    ],
  });
  const own = await testClusterOf(cluster);
  const fixture = await openTestNamespace(own);
  const environment = { variables: {}, home: '' };
  const kubeconfig = own.kubeconfig('viewer');
  const connection = await loadConnection({ environment, kubeconfig });
  const inner = createTransport(connection, { qps: 1_000, burst: 1_000 });
  const sent: string[] = [];
  const transport: Transport = {
    send: (request) => {
      sent.push(`${request.method} ${request.path}`);
      return inner.send(request);
    },
    open: (request) => inner.open(request),
    get lastAnswerAt() {
      return inner.lastAnswerAt;
    },
    close: () => inner.close(),
  };
  const clock = new FakeClock();
  return {
    fixture,
    clock,
    client: Client.from(transport, { namespace: fixture.namespace, clock }),
    gets: (name: string) => sent.filter((line) => line.endsWith(`/executions/${name}`)).length,
    async [Symbol.asyncDispose]() {
      await fixture[Symbol.asyncDispose]();
      await own[Symbol.asyncDispose]();
      await cluster.stop();
    },
  };
}

test('a user who may get but not list has the tree read again, ever more rarely', async () => {
  await using limited = await openFor(EXECUTIONS_ALONE);
  const { client, clock, fixture } = limited;
  await fixture.execution('root');
  const watcher = await client.watchTree('root');
  const trees: ExecutionTree[] = [];
  watcher.onUpdate((tree) => trees.push(tree));
  await until(async () => {
    await clock.advance(60);
    return trees.length > 0;
  });
  const before = limited.gets('root');
  for (let second = 0; second < 120; second += 1) {
    await clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => limited.gets('root') > before);
  expect(limited.gets('root') - before).toBeLessThanOrEqual(12);
  await client.close();
});

test('a second watcher hears of the kinds that may not be seen, too; a listener that throws harms none', async () => {
  await using limited = await openFor(VIEW);
  const { client, clock, fixture } = limited;
  await fixture.execution('root');
  const heard = async () => {
    const watcher = await client.watchTree('root');
    const errors: KontinueError[] = [];
    watcher.onError((error) => errors.push(error));
    await until(async () => {
      await clock.advance(60);
      return errors.length >= 2;
    });
    return errors.map(({ code }) => code);
  };
  expect(await heard()).toEqual(['Forbidden', 'Forbidden']);
  expect(await heard()).toEqual(['Forbidden', 'Forbidden']);

  const uncaught: unknown[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => uncaught.push(error));
  const watcher = await client.watchTree('root');
  const trees: ExecutionTree[] = [];
  let isThrowing = true;
  watcher.onUpdate(() => {
    if (isThrowing) throw new Error('a mistake of a listener');
  });
  watcher.onUpdate((tree) => trees.push(tree));
  await until(async () => {
    await clock.advance(60);
    return trees.length > 0;
  });
  isThrowing = false;
  await fixture.execution('root-0', { parent: await fixture.client.get('root') });
  await until(async () => {
    await clock.advance(60);
    return trees.at(-1)?.root().children.length === 1;
  });
  process.removeAllListeners('uncaughtException');
  for (const other of others) process.on('uncaughtException', other);
  expect(uncaught.length).toBeGreaterThan(0);
  await client.close();
});
