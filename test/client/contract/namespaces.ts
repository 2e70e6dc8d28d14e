import { describe, expect, test } from 'vitest';
import type { Client } from '../../../src/client/client.ts';
import { NotFoundError } from '../../../src/client/errors/object-errors.ts';
import type { CallOptions } from '../../../src/client/scope.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

/** Asks a client, with options of the call. */
type Ask = (client: Client, own?: CallOptions) => Promise<unknown>;
/** Asks a client for what is in a namespace. */
type AskIn = (client: Client, namespace: string) => Promise<unknown>;

/** Each method of the client's own namespace, and its twin that is told one. */
const TWINS: Readonly<Record<string, readonly [Ask, AskIn]>> = {
  get: [(it, own) => it.get('root', own), (it, ns) => it.getNamespaced(ns, 'root')],
  getExecution: [
    (it, own) => it.getExecution('root', own),
    (it, ns) => it.getNamespaced(ns, 'root'),
  ],
  list: [(it, own) => it.list(own), (it, ns) => it.listNamespaced(ns)],
  getChildExecutions: [
    async (it, own) => it.getChildExecutions({ metadata: { name: 'root' }, spec: SPEC }, own),
    (it, ns) => it.getChildExecutionsNamespaced(ns, 'root'),
  ],
  getSuspension: [
    (it, own) => it.getSuspension('approve', own),
    (it, ns) => it.getSuspensionNamespaced(ns, 'approve'),
  ],
  function: [
    (it, own) => it.function('deploy', own),
    (it, ns) => it.functionNamespaced(ns, 'deploy'),
  ],
  functions: [(it, own) => it.functions(own), (it, ns) => it.functionsNamespaced(ns)],
  getScheduledExecution: [
    (it, own) => it.getScheduledExecution('nightly', own),
    (it, ns) => it.getScheduledExecutionNamespaced(ns, 'nightly'),
  ],
  listScheduledExecutions: [
    (it, own) => it.listScheduledExecutions(own),
    (it, ns) => it.listScheduledExecutionsNamespaced(ns),
  ],
  getJob: [(it, own) => it.getJob('load', own), (it, ns) => it.getJobNamespaced(ns, 'load')],
  getTree: [(it, own) => it.getTree('root', own), (it, ns) => it.getTreeNamespaced(ns, 'root')],
  watchTree: [
    async (it, own) => firstTree(await it.watchTree('root', own)),
    async (it, ns) => firstTree(await it.watchTreeNamespaced(ns, 'root')),
  ],
};

/** Of an execution of which only the name is known. */
const SPEC = { function: 'deploy' };

async function firstTree(watcher: Awaited<ReturnType<Client['watchTree']>>): Promise<unknown> {
  try {
    for await (const tree of watcher.updates()) return tree.root().execution();
    return undefined;
  } finally {
    await watcher.stop();
  }
}

async function fill(fixture: TestNamespace): Promise<void> {
  const root = await fixture.execution('root');
  await fixture.execution('root-0', { parent: root });
  await fixture.suspension('approve', { parent: root });
  await fixture.fn('deploy', {});
  await fixture.schedule('nightly');
  await fixture.job('load', { parent: root });
}

/** In whose namespace each method looks, as the contract has them. */
export function namespacesContract(testCluster: () => TestCluster): void {
  describe('a namespace', () => {
    test.each(Object.entries(TWINS))(
      'is that of the client, or told: %s',
      async (_, [own, told]) => {
        await using fixture = await openTestNamespace(testCluster());
        await fill(fixture);
        const elsewhere = fixture.client.withNamespace('default');
        const found = await own(fixture.client);
        expect(found).toBeDefined();
        expect(found).not.toEqual([]);
        expect(await told(elsewhere, fixture.namespace)).toEqual(found);
        expect(await own(elsewhere, { namespace: fixture.namespace })).toEqual(found);
        expect(await own(fixture.client, { namespace: undefined })).toEqual(found);
        const empty = await own(elsewhere).catch((error: unknown) => error);
        expect(empty instanceof NotFoundError || Array.isArray(empty)).toBe(true);
        expect(empty).not.toEqual(found);
      },
    );

    test('which is empty means all of them, where a list is asked for', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await using other = await openTestNamespace(testCluster());
      for (const each of [fixture, other]) await fill(each);
      const { client } = fixture;
      const lists = [
        await client.listNamespaced(''),
        await client.functionsNamespaced(''),
        await client.listScheduledExecutionsNamespaced(''),
        await client.withNamespace('').list({ labelSelector: {} }),
        await client.list({ namespace: '' }),
        await client.functions({ namespace: '' }),
        await client.listScheduledExecutions({ namespace: '' }),
      ];
      for (const list of lists) {
        const namespaces = new Set(list.map(({ metadata }) => metadata.namespace));
        expect([...namespaces]).toEqual(
          expect.arrayContaining([fixture.namespace, other.namespace]),
        );
      }
    });

    test('is where an execution is made, unless another is told', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const elsewhere = fixture.client.withNamespace('default');
      const { namespace } = fixture;
      const made = [
        await fixture.client.spawn('deploy', { a: 1 }),
        await fixture.client.spawnExecute('deploy', { a: 1 }, { namespace: '', name: '' }),
        await elsewhere.spawnExecute('deploy', { a: 1 }, { namespace }),
      ];
      expect(made.map(({ metadata }) => metadata.namespace)).toEqual(made.map(() => namespace));
      expect(await fixture.client.list()).toHaveLength(3);
    });

    test('that is told is where what has none of its own is looked for', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fill(fixture);
      const elsewhere = fixture.client.withNamespace('default');
      const { namespace } = fixture;
      const root = { metadata: { name: 'root' }, spec: SPEC };
      const canceled = await elsewhere.cancel(root, { namespace });
      expect(canceled.metadata.namespace).toBe(namespace);
      const ended = await elsewhere.waitForExecution(root, { namespace });
      expect(ended.status?.phase).toBe('Canceled');
      // A namespace that is an argument, and one that the object says, go before.
      const own = { namespace: 'default' };
      expect(await fixture.client.listNamespaced(namespace, own)).toHaveLength(2);
      expect((await fixture.client.retryExecution(canceled, own)).status?.phase).toBe('Pending');
    });

    test('is there, or is not', async () => {
      await using fixture = await openTestNamespace(testCluster());
      expect(await fixture.client.namespaceExists(fixture.namespace)).toBe(true);
      expect(await fixture.client.namespaceExists('no-such')).toBe(false);
    });

    test('of the object is meant by what takes an object', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fill(fixture);
      const elsewhere = fixture.client.withNamespace('default');
      const root = await fixture.client.get('root');
      expect(await elsewhere.getChildExecutions(root)).toHaveLength(1);
      const resumed = await elsewhere.resumeExecution(root);
      expect(resumed.map(({ metadata }) => metadata.name)).toEqual(['approve']);
      const schedule = await fixture.client.getScheduledExecution('nightly');
      expect((await elsewhere.suspendScheduledExecution(schedule)).spec.suspend).toBe(true);
      expect((await elsewhere.cancel(root)).status?.phase).toBe('Canceled');
      expect((await elsewhere.waitForExecution(root)).status?.phase).toBe('Canceled');
      const stopped = await elsewhere.cancelDescendants(root);
      expect(stopped.executions).toHaveLength(1);
      expect((await elsewhere.retryExecution(root)).status?.phase).toBe('Pending');
      expect((await elsewhere.skip(root)).status?.phase).toBe('Skipped');
      await rejection(elsewhere.get('root'), NotFoundError);
    });
  });
}
