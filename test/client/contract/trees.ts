import { describe, expect, test } from 'vitest';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../../../src/api/resources.ts';
import type { ExecutionTree } from '../../../src/api/tree.ts';
import type { ExecutionTreeNode } from '../../../src/api/tree-node.ts';
import { Client } from '../../../src/client/client.ts';
import { ForbiddenError } from '../../../src/client/errors.ts';
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
async function unlabel(stage: TestNamespace, resource: Resource, name: string): Promise<void> {
  const metadata = { labels: null };
  (await stage.raw.mergePatch(stage.pathOf(resource, name), { metadata })).object();
}

/** A tree whose labels tell nothing below its root, beside others whose labels do. */
async function makeUnlabelled(stage: TestNamespace) {
  const other = await stage.execution('other');
  await stage.execution('other-0', { parent: other });
  await stage.job('other-job', { parent: other });
  const root = await stage.execution('root', { status: { phase: 'Suspended' } });
  await stage.execution('root-0', { parent: root });
  const child = await stage.execution('root-1', { parent: root });
  const grandchild = await stage.execution('root-1-0', { parent: child });
  await stage.suspension('wait', { parent: root });
  await stage.suspension('approve-deep', { parent: grandchild });
  await stage.job('load', { parent: grandchild });
  await unlabel(stage, EXECUTIONS, 'root-1');
  await unlabel(stage, EXECUTIONS, 'root-1-0');
  await unlabel(stage, SUSPENSIONS, 'wait');
  await unlabel(stage, SUSPENSIONS, 'approve-deep');
  await unlabel(stage, JOBS, 'load');
  return root;
}

const UNLABELLED = ['root-0', { 'root-1': [{ 'root-1-0': ['approve-deep', 'load'] }] }, 'wait'];

/** The stage's client, whose user may not list or watch these kinds. */
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
export function treesContract(ground: () => TestCluster): void {
  describe('what only its owner reference tells of, where other labels are used,', () => {
    test('is found by getTree, whole', async () => {
      await using stage = await openTestNamespace(ground());
      await makeUnlabelled(stage);
      const tree = await stage.client.getTree('root');
      expect(shape(tree.root())).toEqual(UNLABELLED);
      expect(tree.root().children[1]?.execution()?.spec.function).toBe('deploy');
    });

    test('is found below a child, too, and by getChildExecutions', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await makeUnlabelled(stage);
      const tree = await stage.client.getTree('root-1');
      expect(shape(tree.root())).toEqual([{ 'root-1-0': ['approve-deep', 'load'] }]);
      const children = await stage.client.getChildExecutions(root);
      expect(children.map(({ metadata }) => metadata.name)).toEqual(['root-0', 'root-1']);
    });

    test('is found by a watcher in its first tree, and seen to change', async () => {
      await using stage = await openTestNamespace(ground());
      await makeUnlabelled(stage);
      const watcher = await stage.client.watchTree('root');
      const trees: ExecutionTree[] = [];
      watcher.onUpdate((tree) => trees.push(tree));
      await until(() => trees.length > 0);
      expect(shapeOf(trees[0])).toEqual(UNLABELLED);
      await stage.delete(JOBS, 'load');
      await until(() => !isJobIn(trees));
      await watcher.stop();
    });

    test('is found by a watcher that other watches serve', async () => {
      await using stage = await openTestNamespace(ground());
      await makeUnlabelled(stage);
      const jobs = stage.client.informers.jobs(stage.namespace);
      await until(() => jobs.reflector.state.synced);
      const watcher = await stage.client.watchTree('root');
      const trees: ExecutionTree[] = [];
      watcher.onUpdate((tree) => trees.push(tree));
      await until(() => isJobIn(trees));
      expect(shapeOf(trees.at(-1))).toEqual(UNLABELLED);
      await watcher.stop();
      await jobs.release();
    });

    test('is resumed, and stopped by the cascade', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await makeUnlabelled(stage);
      const resumed = await stage.client.resumeExecution(root, { recursive: true });
      expect(resumed.map(({ metadata }) => metadata.name)).toEqual(['approve-deep', 'wait']);
      const stopped = await stage.client.cancelDescendants(root);
      expect(stopped.executions.map(({ metadata }) => metadata.name).sort()).toEqual([
        'root-0',
        'root-1',
        'root-1-0',
      ]);
      expect(stopped.jobs.map(({ metadata }) => metadata.name)).toEqual(['load']);
      expect((await stage.client.get('other-0')).status).toBeUndefined();
    });

    test('is found when there is much of it', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root');
      const names = Array.from({ length: 12 }, (_, i) => `root-${i}`);
      for (const name of names) await stage.execution(name, { parent: root });
      for (const name of names) await unlabel(stage, EXECUTIONS, name);
      const [first] = (await stage.client.getTree('root')).root().children;
      expect(first?.execution()?.spec.function).toBe('deploy');
      expect(await stage.client.getChildExecutions(root)).toHaveLength(12);
    });
  });

  describe('kinds that may not be listed', () => {
    const hidden = (namespace: string, ...plurals: readonly string[]) =>
      plurals.map((resource) => ({ verb: 'list', resource, namespace, user: 'ada' }));

    test('are told by a tree, and an executions tree without them is complete otherwise', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root');
      await stage.execution('root-0', { parent: root });
      await stage.suspension('approve', { parent: root });
      expect((await stage.client.getTree('root')).hidden).toEqual([]);
      const tree = await blind(stage, SUSPENSIONS, JOBS).getTree('root');
      expect(shape(tree.root())).toEqual(['root-0']);
      expect(tree.hidden).toEqual(hidden(stage.namespace, 'suspensions', 'jobs'));
    });

    test('are told by the trees of every watcher', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('root');
      const client = blind(stage, SUSPENSIONS, JOBS);
      const watchers = [await client.watchTree('root')];
      const first = await watchers[0]?.updates().next();
      watchers.push(await client.watchTree('root'));
      const second = await watchers[1]?.updates().next();
      for (const update of [first, second]) {
        expect(update?.value.hidden).toEqual(hidden(stage.namespace, 'suspensions', 'jobs'));
      }
      await Promise.all(watchers.map((watcher) => watcher.stop()));
    });

    test('make a resume fail that cannot see what is suspended', async () => {
      await using stage = await openTestNamespace(ground());
      const root = await stage.execution('root', { status: { phase: 'Suspended' } });
      await stage.suspension('approve', { parent: root });
      const error = await rejection(
        blind(stage, SUSPENSIONS).resumeExecution(root),
        ForbiddenError,
      );
      expect(error).toMatchObject(hidden(stage.namespace, 'suspensions')[0] ?? {});
      expect(error.message).toContain('User ada may not list suspensions');
      expect(error.outcome).toBe('none');
      expect(error.object).toEqual({ kind: 'Execution', namespace: stage.namespace, name: 'root' });
      expect(await blind(stage, JOBS).resumeExecution(root)).toHaveLength(1);
    });

    test.each([
      ['suspensions', SUSPENSIONS],
      ['jobs', JOBS],
      ['executions', EXECUTIONS],
    ] as const)(
      'make a cascade fail that cannot see %s, before it stops any',
      async (name, kind) => {
        await using stage = await openTestNamespace(ground());
        const root = await stage.execution('root', { status: { phase: 'Canceled' } });
        await stage.execution('root-0', { parent: root });
        const stopped = blind(stage, kind).cancelDescendants(root);
        const error = await rejection(stopped, ForbiddenError);
        expect(error).toMatchObject({ verb: 'list', resource: name, outcome: 'none' });
        expect((await stage.client.get('root-0')).status).toBeUndefined();
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
