import { describe, expect, test } from 'vitest';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../../../src/api/resources.ts';
import type { ExecutionTree } from '../../../src/api/tree.ts';
import type { ExecutionTreeNode } from '../../../src/api/tree-node.ts';
import { Client } from '../../../src/client/client.ts';
import { ForbiddenError } from '../../../src/client/errors/access-errors.ts';
import { KubeError } from '../../../src/kube/errors.ts';
import type { Request, Transport } from '../../../src/kube/http/transport.ts';
import { until } from '../../support/until.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

/** The names under a node, each under its parent's. */
function shape(node: ExecutionTreeNode): unknown {
  return node.children.map((child) =>
    child.children.length > 0 ? { [child.name]: shape(child) } : child.name,
  );
}

/** Takes all labels off an object, as another kontinue makes it: only its owner tells whose it is. */
async function unlabel(fixture: TestNamespace, resource: Resource, name: string): Promise<void> {
  const metadata = { labels: null };
  (await fixture.raw.mergePatch(fixture.pathOf(resource, name), { metadata })).object();
}

/** A tree whose labels tell nothing below its root, beside others whose labels do. */
async function makeUnlabelled(fixture: TestNamespace) {
  const other = await fixture.execution('other');
  await fixture.execution('other-0', { parent: other });
  await fixture.job('other-job', { parent: other });
  const root = await fixture.execution('root', { status: { phase: 'Suspended' } });
  await fixture.execution('root-0', { parent: root });
  const child = await fixture.execution('root-1', { parent: root });
  const grandchild = await fixture.execution('root-1-0', { parent: child });
  await fixture.suspension('wait', { parent: root });
  await fixture.suspension('approve-deep', { parent: grandchild });
  await fixture.job('load', { parent: grandchild });
  await unlabel(fixture, EXECUTIONS, 'root-1');
  await unlabel(fixture, EXECUTIONS, 'root-1-0');
  await unlabel(fixture, SUSPENSIONS, 'wait');
  await unlabel(fixture, SUSPENSIONS, 'approve-deep');
  await unlabel(fixture, JOBS, 'load');
  return root;
}

const UNLABELLED = ['root-0', { 'root-1': [{ 'root-1-0': ['approve-deep', 'load'] }] }, 'wait'];

/** The fixture's client, whose user may not list or watch these kinds. */
function blind({ client, namespace }: TestNamespace, ...kinds: readonly Resource[]): Client {
  const inner = client.transport;
  const refuse = ({ method, path }: Request) => {
    const kind = kinds.find(({ plural }) => path.endsWith(`/${plural}`));
    if (!kind || method !== 'GET') return;
    const message = `${kind.plural} is forbidden: User "ada" cannot list resource "${kind.plural}"`;
    throw new KubeError('Forbidden', message, { status: 403 });
  };
  const transport: Transport = {
    async send(request) {
      refuse(request);
      return inner.send(request);
    },
    async open(request) {
      refuse(request);
      return inner.open(request);
    },
    get lastAnswerAt() {
      return inner.lastAnswerAt;
    },
    close: () => inner.close(),
  };
  return Client.from(transport, { namespace });
}

/** Which objects belong to a tree, and what is said of those that cannot be seen. */
export function treesContract(testCluster: () => TestCluster): void {
  describe('what only its owner reference tells of, where other labels are used,', () => {
    test('is found by getTree, whole', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await makeUnlabelled(fixture);
      const tree = await fixture.client.getTree('root');
      expect(shape(tree.root())).toEqual(UNLABELLED);
      expect(tree.root().children[1]?.execution()?.spec.function).toBe('deploy');
    });

    test('is found below a child, too, and by getChildExecutions', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await makeUnlabelled(fixture);
      const tree = await fixture.client.getTree('root-1');
      expect(shape(tree.root())).toEqual([{ 'root-1-0': ['approve-deep', 'load'] }]);
      const children = await fixture.client.getChildExecutions(root);
      expect(children.map(({ metadata }) => metadata.name)).toEqual(['root-0', 'root-1']);
    });

    test('is found by a watcher in its first tree, and seen to change', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await makeUnlabelled(fixture);
      const watcher = await fixture.client.watchTree('root');
      const trees: ExecutionTree[] = [];
      watcher.onUpdate((tree) => trees.push(tree));
      await until(() => trees.length > 0);
      expect(shapeOf(trees[0])).toEqual(UNLABELLED);
      await fixture.delete(JOBS, 'load');
      await until(() => !isJobIn(trees));
      await watcher.stop();
    });

    test('is found by a watcher that other watches serve', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await makeUnlabelled(fixture);
      const jobs = fixture.client.informers.jobs(fixture.namespace);
      await until(() => jobs.reflector.state.synced);
      const watcher = await fixture.client.watchTree('root');
      const trees: ExecutionTree[] = [];
      watcher.onUpdate((tree) => trees.push(tree));
      await until(() => isJobIn(trees));
      expect(shapeOf(trees.at(-1))).toEqual(UNLABELLED);
      await watcher.stop();
      await jobs.release();
    });

    test('is resumed, and stopped by the cascade', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await makeUnlabelled(fixture);
      const resumed = await fixture.client.resumeExecution(root, { recursive: true });
      expect(resumed.map(({ metadata }) => metadata.name)).toEqual(['approve-deep', 'wait']);
      const stopped = await fixture.client.cancelDescendants(root);
      expect(stopped.executions.map(({ metadata }) => metadata.name).sort()).toEqual([
        'root-0',
        'root-1',
        'root-1-0',
      ]);
      expect(stopped.jobs.map(({ metadata }) => metadata.name)).toEqual(['load']);
      expect((await fixture.client.get('other-0')).status).toBeUndefined();
    });

    test('is found when there is much of it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root');
      const names = Array.from({ length: 12 }, (_, i) => `root-${i}`);
      for (const name of names) await fixture.execution(name, { parent: root });
      for (const name of names) await unlabel(fixture, EXECUTIONS, name);
      const [first] = (await fixture.client.getTree('root')).root().children;
      expect(first?.execution()?.spec.function).toBe('deploy');
      expect(await fixture.client.getChildExecutions(root)).toHaveLength(12);
    });
  });

  describe('kinds that may not be listed', () => {
    const hidden = (namespace: string, ...plurals: readonly string[]) =>
      plurals.map((resource) => ({ verb: 'list', resource, namespace, user: 'ada' }));

    test('are told by a tree, and an executions tree without them is complete otherwise', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root');
      await fixture.execution('root-0', { parent: root });
      await fixture.suspension('approve', { parent: root });
      expect((await fixture.client.getTree('root')).hidden).toEqual([]);
      const tree = await blind(fixture, SUSPENSIONS, JOBS).getTree('root');
      expect(shape(tree.root())).toEqual(['root-0']);
      expect(tree.hidden).toEqual(hidden(fixture.namespace, 'suspensions', 'jobs'));
    });

    test('are told by the trees of every watcher', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.execution('root');
      const client = blind(fixture, SUSPENSIONS, JOBS);
      const watchers = [await client.watchTree('root')];
      const first = await watchers[0]?.updates().next();
      watchers.push(await client.watchTree('root'));
      const second = await watchers[1]?.updates().next();
      for (const update of [first, second]) {
        expect(update?.value.hidden).toEqual(hidden(fixture.namespace, 'suspensions', 'jobs'));
      }
      await Promise.all(watchers.map((watcher) => watcher.stop()));
    });

    test('make a resume fail that cannot see what is suspended', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Suspended' } });
      await fixture.suspension('approve', { parent: root });
      const error = await rejection(
        blind(fixture, SUSPENSIONS).resumeExecution(root),
        ForbiddenError,
      );
      expect(error).toMatchObject(hidden(fixture.namespace, 'suspensions')[0] ?? {});
      expect(error.message).toContain('User ada may not list suspensions');
      expect(error.outcome).toBe('none');
      expect(error.object).toEqual({
        kind: 'Execution',
        namespace: fixture.namespace,
        name: 'root',
      });
      expect(await blind(fixture, JOBS).resumeExecution(root)).toHaveLength(1);
    });

    test.each([
      ['suspensions', SUSPENSIONS],
      ['jobs', JOBS],
      ['executions', EXECUTIONS],
    ] as const)(
      'make a cascade fail that cannot see %s, before it stops any',
      async (name, kind) => {
        await using fixture = await openTestNamespace(testCluster());
        const root = await fixture.execution('root', { status: { phase: 'Canceled' } });
        await fixture.execution('root-0', { parent: root });
        const stopped = blind(fixture, kind).cancelDescendants(root);
        const error = await rejection(stopped, ForbiddenError);
        expect(error).toMatchObject({ verb: 'list', resource: name, outcome: 'none' });
        expect((await fixture.client.get('root-0')).status).toBeUndefined();
      },
    );
  });
}

function shapeOf(tree: ExecutionTree | undefined): unknown {
  return tree && shape(tree.root());
}

function isJobIn(trees: readonly ExecutionTree[]): boolean {
  return JSON.stringify([shapeOf(trees.at(-1))]).includes('load');
}
