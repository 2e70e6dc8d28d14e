import { describe, expect, test } from 'vitest';
import { EXECUTIONS, SUSPENSIONS } from '../../../src/api/resources.ts';
import type { ExecutionTree } from '../../../src/api/tree.ts';
import type { ExecutionTreeNode } from '../../../src/api/tree-node.ts';
import { AbortedError } from '../../../src/client/errors/call-errors.ts';
import { ResultUnavailableError } from '../../../src/client/errors/content-errors.ts';
import type { KontinueError } from '../../../src/client/errors/kontinue-error.ts';
import { ConflictError, NotFoundError } from '../../../src/client/errors/object-errors.ts';
import { parseResult, type ResultSchema } from '../../../src/client/executions/parse-result.ts';
import type { TreeWatcher } from '../../../src/client/trees/tree-watcher.ts';
import { until } from '../../support/until.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

/** The names below a node, with their phases. */
function shape(node: ExecutionTreeNode | undefined): readonly string[] {
  return (node?.children ?? []).flatMap((child) => [
    `${child.name} ${child.phase}`,
    ...shape(child),
  ]);
}

/** What a watcher tells, as it comes. */
function listen(watcher: TreeWatcher) {
  const trees: ExecutionTree[] = [];
  const errors: KontinueError[] = [];
  watcher.onUpdate((tree) => trees.push(tree));
  watcher.onError((error) => errors.push(error));
  return {
    trees,
    errors,
    root: () => trees.at(-1)?.root(),
    shape: () => shape(trees.at(-1)?.root()),
  };
}

/** Waiting for an end and following a tree, as the contract has them. */
export function watchingContract(testCluster: () => TestCluster): void {
  describe('waitForExecution', () => {
    test('gives the execution as it is when it has ended', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      const waiting = fixture.client.waitForExecution(execution);
      await fixture.setStatus(EXECUTIONS, 'deploy', { progress: { current: 1 } });
      await fixture.setStatus(EXECUTIONS, 'deploy', { phase: 'Completed', result: { n: 1 } });
      expect(parseResult(await waiting)).toEqual({ n: 1 });
      expect((await fixture.client.waitForExecution(execution)).status?.phase).toBe('Completed');
    });

    test('follows it into its archive', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy', { status: { phase: 'Executing' } });
      const waiting = fixture.client.waitForExecution(execution);
      await fixture.archive({ ...execution, status: { phase: 'Completed', result: 7 } }, {});
      await fixture.delete(EXECUTIONS, 'deploy');
      expect(parseResult(await waiting)).toBe(7);
    });

    test('fails when it is deleted', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy');
      const waiting = fixture.client.waitForExecution(execution);
      const failed = rejection(waiting, NotFoundError);
      await fixture.delete(EXECUTIONS, 'deploy');
      await failed;
    });

    test('finds its archive although another has its name by now', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy');
      await fixture.archive({ ...execution, status: { phase: 'Skipped', result: 7 } }, {});
      await fixture.delete(EXECUTIONS, 'deploy');
      await fixture.execution('deploy', { status: { phase: 'Failed' } });
      const ended = await fixture.client.waitForExecution(execution);
      expect([ended.status?.phase, parseResult(ended)]).toEqual(['Skipped', 7]);
    });

    test('does not take another one of the same name for it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy');
      await fixture.delete(EXECUTIONS, 'deploy');
      await fixture.execution('deploy', { status: { phase: 'Completed' } });
      await rejection(fixture.client.waitForExecution(execution), ConflictError);
    });

    test('does not take the archive of another one of the same name for it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const other = await fixture.execution('deploy');
      await fixture.archive({ ...other, status: { phase: 'Completed' } }, {});
      await fixture.delete(EXECUTIONS, 'deploy');
      const execution = await fixture.execution('deploy');
      await fixture.delete(EXECUTIONS, 'deploy');
      await fixture.execution('deploy');
      await rejection(fixture.client.waitForExecution(execution), ConflictError);
    });

    test('ends with its signal, and with the client', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy');
      const ending = new AbortController();
      const { signal } = ending;
      const aborted = rejection(
        fixture.client.waitForExecution(execution, { signal }),
        AbortedError,
      );
      ending.abort(new Error('enough'));
      expect((await aborted).cause).toEqual(new Error('enough'));
      const closed = rejection(fixture.client.waitForExecution(execution), AbortedError);
      await fixture.client.close();
      await closed;
    });
  });

  test('execute spawns, waits and reads the result', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const result = fixture.client.execute<number>('add', { a: 1, b: 2 }, { name: 'add-1' });
    await until(
      async () => (await fixture.raw.get(fixture.pathOf(EXECUTIONS, 'add-1'))).status === 200,
    );
    await fixture.setStatus(EXECUTIONS, 'add-1', { phase: 'Completed', result: 3 });
    expect(await result).toBe(3);
  });

  test('execute checks the result, if a schema is given', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const schema: ResultSchema<string> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: async (value) =>
          value === 3 ? { value: 'three' } : { issues: [{ message: 'must be 3' }] },
      },
    };
    const executed = async (name: string, result: number) => {
      const complete = async () => {
        await until(async () => {
          return (await fixture.raw.get(fixture.pathOf(EXECUTIONS, name))).status === 200;
        });
        await fixture.setStatus(EXECUTIONS, name, { phase: 'Completed', result });
      };
      // Both at once: the execution may be seen to end before the write of its status is answered.
      const executing = fixture.client.execute('add', {}, { name, schema });
      const [answer] = await Promise.all([executing, complete()]);
      return answer;
    };
    expect(await executed('right', 3)).toBe('three');
    const error = await rejection(executed('wrong', 4), ResultUnavailableError);
    expect(error.message).toContain('must be 3');
  });

  describe('watchTree', () => {
    test('sees children come, change and go, in every kind', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Executing' } });
      const child = await fixture.execution('root-0', { parent: root });
      const told = listen(await fixture.client.watchTree('root'));
      await until(() => told.shape().join() === 'root-0 Pending');
      await fixture.job('load', { parent: child });
      await fixture.suspension('approve', { parent: child });
      await until(() => told.shape().length === 3);
      await fixture.setStatus(SUSPENSIONS, 'approve', { phase: 'Completed' });
      await until(() => told.shape().includes('approve Completed'));
      await fixture.delete(SUSPENSIONS, 'approve');
      await until(() => told.shape().length === 2);
      await fixture.setStatus(EXECUTIONS, 'root-0', {
        phase: 'Backoff',
        attempts: [{ phase: 'Failed', message: 'no' }],
      });
      await until(() => told.root()?.children[0]?.children[0]?.kind === 'Attempt');
      expect(told.errors).toEqual([]);
    });

    test('sees a retry, and keeps the attempts that it already had', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', {
        status: { phase: 'Failed', attempts: [{ phase: 'Failed' }, { phase: 'Failed' }] },
      });
      const told = listen(await fixture.client.watchTree('root'));
      await until(() => told.root()?.phase === 'Failed');
      const [first] = told.root()?.children ?? [];
      await fixture.client.retryExecution(root);
      await until(() => told.root()?.phase === 'Pending');
      const kept = told.root()?.children ?? [];
      expect(kept.map((node) => `${node.kind} ${node.attemptNumber}`)).toEqual([
        'Attempt 1',
        'Attempt 2',
      ]);
      expect(kept[0]).toBe(first);
      expect(told.root()?.execution()?.status?.retries).toBe(1);
    });

    test('keeps subtrees that did not change', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root');
      const one = await fixture.execution('root-1', { parent: root });
      await fixture.execution('root-1-0', { parent: one });
      await fixture.execution('root-2', { parent: root });
      const told = listen(await fixture.client.watchTree('root'));
      await until(() => told.shape().length === 3);
      const before = told.root();
      await fixture.setStatus(EXECUTIONS, 'root-2', { phase: 'Executing' });
      await until(() => told.shape().includes('root-2 Executing'));
      const after = told.root();
      expect(after).not.toBe(before);
      expect(after?.children[0]).toBe(before?.children[0]);
      expect(after?.children[1]).not.toBe(before?.children[1]);
    });

    test('gives the newest tree to a slow reader, and ends with stop', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.execution('root');
      const watcher = await fixture.client.watchTree('root');
      const progress = (tree: ExecutionTree | undefined) =>
        tree?.root().execution()?.status?.progress?.current;
      const told = listen(watcher);
      const seen: (number | undefined)[] = [];
      for await (const tree of watcher.updates()) {
        seen.push(progress(tree));
        if (seen.length === 2) break;
        for (let current = 1; current <= 20; current += 1) {
          await fixture.setStatus(EXECUTIONS, 'root', { progress: { current } });
        }
        await until(() => progress(told.trees.at(-1)) === 20);
      }
      expect(seen).toEqual([undefined, 20]);
      const rest = watcher.updates();
      const errors = watcher.errors();
      expect((await rest.next()).done).toBe(false);
      await watcher.stop();
      expect(await rest.next()).toEqual({ done: true, value: undefined });
      expect(await errors.next()).toEqual({ done: true, value: undefined });
      expect((await watcher.updates().next()).done).toBe(true);
    });

    test('goes on with the archived tree', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Completed' } });
      const child = await fixture.execution('root-0', { parent: root });
      const told = listen(await fixture.client.watchTree('root'));
      await until(() => told.trees.length > 0);
      await fixture.archive(root, { executions: [child] });
      await fixture.delete(EXECUTIONS, 'root');
      await until(() => told.trees.at(-1)?.isArchived() ?? false);
      expect(told.shape()).toEqual(['root-0 Pending']);
      expect(told.trees.every((tree) => tree.root().children.length === 1)).toBe(true);
      expect(told.errors).toEqual([]);
    });

    test('tells of a deletion, keeps the last tree, and shows what is made again', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Failed' } });
      const told = listen(await fixture.client.watchTree('root'));
      await until(() => told.trees.length > 0);
      await fixture.delete(EXECUTIONS, 'root');
      await until(() => told.errors.length > 0);
      expect(told.errors).toEqual([expect.any(NotFoundError)]);
      expect(told.root()?.phase).toBe('Failed');
      const again = await fixture.execution('root');
      await until(() => told.root()?.execution()?.metadata.uid === again.metadata.uid);
      expect(again.metadata.uid).not.toBe(root.metadata.uid);
    });

    test('opens an archived tree, and refuses what is neither', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Completed' } });
      await fixture.archive(root, {});
      await fixture.delete(EXECUTIONS, 'root');
      const told = listen(await fixture.client.watchTree('root'));
      expect(told.trees.map((tree) => tree.isArchived())).toEqual([true]);
      await rejection(fixture.client.watchTree('nothing'), NotFoundError);
    });

    test('of a child begins there', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root');
      const child = await fixture.execution('root-0', { parent: root });
      await fixture.execution('root-1', { parent: root });
      const told = listen(await fixture.client.watchTree('root-0'));
      await fixture.execution('root-0-0', { parent: child });
      await until(() => told.shape().join() === 'root-0-0 Pending');
      expect(told.root()?.name).toBe('root-0');
    });
  });
}
