import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseLabelSelector } from '../../../src/api/label-selector.ts';
import { truncateName } from '../../../src/api/labels.ts';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import {
  ArchiveCorruptError,
  ResultUnavailableError,
} from '../../../src/client/errors/content-errors.ts';
import { KontinueError } from '../../../src/client/errors/kontinue-error.ts';
import { ConflictError, NotFoundError } from '../../../src/client/errors/object-errors.ts';
import { parseResult } from '../../../src/client/executions/parse-result.ts';
import { isArchived } from '../../../src/client/watch/provenance.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace } from '../support/test-namespace.ts';

/** A few packed bytes, of one byte more than is opened. */
const TOO_LARGE = gzipSync(' '.repeat(64 * 1024 * 1024 + 1)).toString('base64');
const ENDED = '2026-01-05T10:00:00Z';

function namesOf(objects: readonly { readonly metadata: { readonly name: string } }[]): string[] {
  return objects.map((object) => object.metadata.name).sort();
}

/** Everything that only reads, as the contract has it. */
export function readingContract(testCluster: () => TestCluster): void {
  describe('get', () => {
    test('finds a live execution, else an archived one', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const live = await fixture.execution('live');
      const root = await fixture.execution('old', {
        status: { phase: 'Completed', result: { n: 1 } },
      });
      await fixture.archive(root, {});
      await fixture.delete(EXECUTIONS, 'old');
      expect(await fixture.client.get('live')).toEqual(live);
      const archived = await fixture.client.getExecution('old');
      expect(archived).toEqual(root);
      expect([isArchived(live), isArchived(archived)]).toEqual([false, true]);
      expect(parseResult(archived)).toEqual({ n: 1 });
    });

    test('says what it looked for when there is neither', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const error = await rejection(fixture.client.get('nothing'), NotFoundError);
      expect(error.message).toContain(`execution ${fixture.namespace}/nothing`);
    });

    test.each([
      ['what is no base64 of gzip', 'bm90IGd6aXA=', 'not base64 of gzip'],
      ['what is no JSON', gzipSync('{').toString('base64'), 'not hold JSON'],
      ['what holds no lists', gzipSync('{"executions":7}').toString('base64'), 'not hold lists'],
      ['what holds another root', gzipSync('{}').toString('base64'), 'the execution itself'],
      ['what would fill the memory', TOO_LARGE, 'larger than 64 MiB'],
    ])('calls an archive corrupt for %s', async (_, data, why) => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('old', { status: { phase: 'Completed' } });
      await fixture.archive(root, { data });
      await fixture.delete(EXECUTIONS, 'old');
      await fixture.execution('live');
      for (const read of ['get', 'getTree'] as const) {
        const error = await rejection(fixture.client[read]('old'), ArchiveCorruptError);
        expect(error.message).toContain(why);
      }
      // It is an error of that object alone.
      expect(namesOf(await fixture.client.list())).toEqual(['live', 'old']);
    });
  });

  describe('list', () => {
    test('filters by everything it offers, archived ones included', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client } = fixture;
      const gpu = { 'kontinue.cloud/worker-group': 'gpu' };
      const root = await fixture.execution('root', {
        labels: { team: 'pay' },
        status: { phase: 'Executing' },
      });
      await fixture.execution('root-0', { parent: root, spec: { function: 'fetch' } });
      await fixture.execution('made', { labels: { 'kontinue.cloud/schedule': 'nightly', ...gpu } });
      await fixture.fn('fetch-gpu', { name: 'loose', workerGroup: 'gpu' });
      await fixture.execution('loose', { spec: { function: 'loose' } });
      const old = await fixture.execution('old', {
        labels: { team: 'pay' },
        status: { phase: 'Completed', finishedAt: ENDED },
      });
      await fixture.archive(old, {});
      await fixture.delete(EXECUTIONS, 'old');
      const both = await fixture.execution('both', { status: { phase: 'Completed' } });
      await fixture.archive(both, {});

      expect(namesOf(await client.list())).toEqual([
        'both',
        'loose',
        'made',
        'old',
        'root',
        'root-0',
      ]);
      const names = async (options: Parameters<typeof client.list>[0]) =>
        namesOf(await client.list(options));
      expect(await names({ labelSelector: { team: 'pay' } })).toEqual(['old', 'root']);
      expect(await names({ function: 'fetch' })).toEqual(['root-0']);
      expect(await names({ root: 'root' })).toEqual(['root-0']);
      expect(await names({ schedule: 'nightly' })).toEqual(['made']);
      expect(await names({ workerGroup: 'gpu' })).toEqual(['loose', 'made']);
      expect(await names({ phases: ['Pending'] })).toEqual(['loose', 'made', 'root-0']);
      expect(await names({ phases: ['Completed'], function: 'deploy' })).toEqual(['both', 'old']);
      expect(await names({ onlyRoot: true })).toEqual(['both', 'loose', 'made', 'old', 'root']);
    });

    test('takes what is empty for left out', async () => {
      await using fixture = await openTestNamespace(testCluster());
      await fixture.execution('one');
      const all = { labelSelector: {}, function: '', root: '', schedule: '', workerGroup: '' };
      expect(namesOf(await fixture.client.list({ ...all, phases: [] }))).toEqual(['one']);
      await fixture.fn('deploy', {});
      expect(await fixture.client.functions({ workerGroup: '' })).toHaveLength(1);
      await fixture.schedule('nightly');
      expect(await fixture.client.listScheduledExecutions({ function: '' })).toHaveLength(1);
    });

    test('opens archives when asked to, and gives what cannot be opened by its summary', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const status = { phase: 'Completed', finishedAt: ENDED, result: { n: 1 } };
      const root = await fixture.execution('old', { status, labels: { team: 'pay' } });
      const broken = await fixture.execution('torn', { status });
      await fixture.archive(root, {});
      await fixture.archive(broken, { data: 'no gzip' });
      for (const name of ['old', 'torn']) await fixture.delete(EXECUTIONS, name);
      const listed = await fixture.client.list({ openArchives: true });
      const [old, torn] = listed.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      expect(old).toEqual(root);
      expect(torn).toMatchObject({
        metadata: { name: 'torn', uid: broken.metadata.uid },
        status: { phase: 'Completed', finishedAt: ENDED },
      });
      expect(listed.map(isArchived)).toEqual([true, true]);
      // When the archive was made is not when the execution was.
      expect(torn?.metadata.creationTimestamp).toBeUndefined();
      const labelSelector = { team: 'pay' };
      const some = await fixture.client.list({ openArchives: true, labelSelector });
      expect(namesOf(some)).toEqual(['old']);
      const [summary] = await fixture.client.list({ labelSelector });
      expect(summary?.metadata.creationTimestamp).toBeUndefined();
    });

    test('knows archived ones by their summaries, without a result', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const status = { phase: 'Completed', finishedAt: ENDED, result: { n: 1 } };
      const root = await fixture.execution('old', { status });
      await fixture.archive(root, {});
      await fixture.delete(EXECUTIONS, 'old');
      const [listed] = await fixture.client.list();
      expect(listed).toMatchObject({
        metadata: { name: 'old', uid: root.metadata.uid },
        spec: { function: 'deploy' },
        status: { phase: 'Completed', finishedAt: ENDED },
      });
      if (!listed) throw new Error('not listed');
      expect(isArchived(listed)).toBe(true);
      expect(() => parseResult(listed)).toThrow(ResultUnavailableError);
    });
  });

  describe('getTree', () => {
    test('holds executions, suspensions and jobs, from whichever it is asked for', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root', { status: { phase: 'Suspended' } });
      const child = await fixture.execution('root-0', { parent: root });
      await fixture.suspension('approve', { parent: root });
      await fixture.job('load', { parent: child });
      await fixture.execution('other');
      const tree = await fixture.client.getTree('root');
      const nodes = tree.root().children.map((node) => `${node.kind} ${node.name} ${node.phase}`);
      expect(nodes.sort()).toEqual(['Execution root-0 Pending', 'Suspension approve Suspended']);
      expect(tree.isArchived()).toBe(false);
      const below = (await fixture.client.getTree('root-0')).root();
      expect([below.name, ...below.children.map((node) => node.name)]).toEqual(['root-0', 'load']);
      const children = await fixture.client.getChildExecutions(root);
      expect(namesOf(children)).toEqual(['root-0']);
    });

    test('gives the children of that very execution, and of no other by its name', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const before = await fixture.execution('root');
      await fixture.delete(EXECUTIONS, 'root');
      const again = await fixture.execution('root');
      await fixture.execution('root-0', { parent: again });
      await rejection(fixture.client.getChildExecutions(before), ConflictError);
      expect(namesOf(await fixture.client.getChildExecutions(again))).toEqual(['root-0']);
    });

    test('finds children by ownership where nobody uses our labels', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('root');
      const labels = { 'kontinue.cloud/parent': null, 'kontinue.cloud/root': null };
      await fixture.execution('root-0', { parent: root });
      await fixture.raw.mergePatch(fixture.pathOf(EXECUTIONS, 'root-0'), { metadata: { labels } });
      const tree = await fixture.client.getTree('root');
      expect(tree.root().children.map((node) => node.name)).toEqual(['root-0']);
    });

    test('finds the children of a root whose name is longer than a label', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const name = `long-${'x'.repeat(90)}`;
      const root = await fixture.execution(name);
      await fixture.execution('child', { parent: root });
      expect(truncateName(name)).not.toBe(name);
      const tree = await fixture.client.getTree(name);
      expect(tree.root().children.map((node) => node.name)).toEqual(['child']);
    });

    test('is read from an archive alike', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('old', { status: { phase: 'Completed' } });
      const child = await fixture.execution('old-0', { parent: root });
      const approval = await fixture.suspension('approve', { parent: child });
      await fixture.archive(root, { executions: [child], suspensions: [approval] });
      await fixture.delete(EXECUTIONS, 'old-0');
      await fixture.delete(EXECUTIONS, 'old');
      const tree = await fixture.client.getTree('old');
      expect(tree.isArchived()).toBe(true);
      const [below] = tree.root().children;
      expect(below?.name).toBe('old-0');
      expect(below?.children.map((node) => node.kind)).toEqual(['Suspension']);
      expect(namesOf(await fixture.client.getChildExecutions(root))).toEqual(['old-0']);
    });
  });

  describe('functions', () => {
    test('leave hidden ones out unless asked, and are found by either name', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client } = fixture;
      await fixture.fn('deploy', { workerGroup: 'gpu' });
      await fixture.fn('fetch-1', { name: 'fetch' });
      const annotations = { 'kontinue.cloud/hidden': 'true' };
      await fixture.fn('inner', {}, { annotations });
      expect(namesOf(await client.functions())).toEqual(['deploy', 'fetch-1']);
      expect(namesOf(await client.functions({ includeHidden: true }))).toHaveLength(3);
      expect(namesOf(await client.functions({ workerGroup: 'gpu' }))).toEqual(['deploy']);
      expect((await client.function('fetch')).metadata.name).toBe('fetch-1');
      expect((await client.function('inner')).metadata.name).toBe('inner');
      const error = await rejection(client.function('deploi'), NotFoundError);
      expect(error.message).toContain('function deploi');
    });
  });

  test('schedules are listed by function and by label', async () => {
    await using fixture = await openTestNamespace(testCluster());
    const { client } = fixture;
    await fixture.schedule('a', { function: 'x' }, { labels: { team: 'pay' } });
    await fixture.schedule('b', { function: 'y' });
    expect(namesOf(await client.listScheduledExecutions())).toEqual(['a', 'b']);
    expect(namesOf(await client.listScheduledExecutions({ function: 'y' }))).toEqual(['b']);
    const labelSelector = { team: 'pay' };
    expect(namesOf(await client.listScheduledExecutions({ labelSelector }))).toEqual(['a']);
  });

  describe('label selectors', () => {
    const LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      a: { team: 'pay', tier: '1' },
      b: { team: 'billing' },
      c: { tier: '2', canary: '' },
    };

    test('as texts let through what the server lets through, and what our own reader does', async () => {
      await using fixture = await openTestNamespace(testCluster());
      for (const [name, labels] of Object.entries(LABELS))
        await fixture.execution(name, { labels });
      for (const text of [
        'team=pay',
        'team==pay,tier=1',
        'team!=pay',
        'team in (pay, billing)',
        'team notin (pay)',
        'team',
        '!team',
        'canary=',
        'tier>1',
        'tier<2, team',
      ]) {
        const selector = parseLabelSelector(text);
        if (typeof selector === 'string') throw new Error(selector);
        const own = Object.keys(LABELS).filter((name) => selector.matches(LABELS[name]));
        const found = await fixture.client.list({ labelSelector: text });
        expect([text, found.map(({ metadata }) => metadata.name).sort()]).toEqual([text, own]);
      }
    });

    test('that are no labels are refused by name, before anything is sent', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const list = (labelSelector: Record<string, string> | string) =>
        rejection(fixture.client.list({ labelSelector }), KontinueError);
      expect((await list({ team: 'x,!nolabel' })).message).toContain(
        'The label team was not asked for: x,!nolabel is no label value',
      );
      expect((await list({ 'a b': 'c' })).message).toContain('a b is no label key');
      expect((await list('team in pay')).message).toContain('after team in comes a set');
    });
  });
}
