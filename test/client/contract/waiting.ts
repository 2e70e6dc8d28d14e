import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/api/execution.ts';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import { ConflictError, NotFoundError } from '../../../src/client/errors/object-errors.ts';
import { KubeError } from '../../../src/kube/errors.ts';
import type { Request } from '../../../src/kube/http/transport.ts';
import { until } from '../../support/until.ts';
import { type Counting, counting } from '../support/counting.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const EXECUTING = { status: { phase: 'Executing' } };

async function makeMany(fixture: TestNamespace, count: number): Promise<readonly Execution[]> {
  const names = Array.from({ length: count }, (_, i) => `deploy-${i}`);
  return Promise.all(names.map((name) => fixture.execution(name, EXECUTING)));
}

/** Waits of which there are so many that they share a watch, and that watch is there. */
async function manyWaits(fixture: TestNamespace, { client, open }: Counting) {
  const executions = await makeMany(fixture, 8);
  const waiting = Promise.all(executions.map((each) => client.waitForExecution(each)));
  await until(() => open() === 1);
  const end = async () => {
    for (const { metadata } of executions) await complete(fixture, metadata.name);
    await waiting;
  };
  return { executions, waiting, end };
}

async function complete(fixture: TestNamespace, name: string): Promise<void> {
  await fixture.setStatus(EXECUTIONS, name, { phase: 'Completed', result: name });
}

/** How many watches and requests waits take, as the contract has it. */
export function waitingContract(testCluster: () => TestCluster): void {
  describe('waits', () => {
    test('share one watch when there are many in a namespace, and end it', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const count = counting(fixture);
      const executions = await makeMany(fixture, 100);
      const waiting = executions.map((each) => count.client.waitForExecution(each));
      await until(() => count.open() === 1);
      for (const { metadata } of executions) await complete(fixture, metadata.name);
      const results = (await Promise.all(waiting)).map(({ status }) => status?.result);
      expect(results).toEqual(executions.map(({ metadata }) => metadata.name));
      expect([count.streams.length, count.requests.length]).toEqual([1, 0]);
      await until(() => count.open() === 0);
    });

    test('watch one execution each while there are few', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client, streams, open } = counting(fixture);
      const executions = await makeMany(fixture, 2);
      const waiting = Promise.all(executions.map((each) => client.waitForExecution(each)));
      await until(() => open() === 2);
      expect(streams.map(({ query }) => query?.fieldSelector).sort()).toEqual([
        'metadata.name=deploy-0',
        'metadata.name=deploy-1',
      ]);
      for (const { metadata } of executions) await complete(fixture, metadata.name);
      await waiting;
    });

    test('that came one by one share a watch once they are many', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client, open, streams } = counting(fixture);
      const executions = await makeMany(fixture, 8);
      const waiting: Promise<Execution>[] = [];
      for (const [i, each] of executions.entries()) {
        waiting.push(client.waitForExecution(each));
        await until(() => open() === (i < 4 ? i + 1 : 1));
      }
      expect(streams.map(({ query }) => query?.fieldSelector)).toEqual([
        ...executions.slice(0, 4).map(({ metadata }) => `metadata.name=${metadata.name}`),
        undefined,
      ]);
      for (const { metadata } of executions) await complete(fixture, metadata.name);
      const results = (await Promise.all(waiting)).map(({ status }) => status?.result);
      expect(results).toEqual(executions.map(({ metadata }) => metadata.name));
    });

    test('that join a shared watch see what is made, ended, retried and deleted', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const count = counting(fixture);
      const { client } = count;
      const failed = await fixture.execution('failed', { status: { phase: 'Failed' } });
      const over = await fixture.execution('over', { status: { phase: 'Completed', result: 7 } });
      const many = await manyWaits(fixture, count);
      const [first] = many.executions;

      expect((await client.waitForExecution(over)).status?.result).toBe(7);
      const spawned = await client.spawn('deploy', {}, { name: 'late' });
      const late = client.waitForExecution(spawned);
      const again = first && client.waitForExecution(first);
      const retried = await client.retryExecution(failed);
      const retry = client.waitForExecution(retried);
      const open = await fixture.execution('open');
      const gone = rejection(client.waitForExecution(open), NotFoundError);
      const other = rejection(
        client.waitForExecution({ ...over, metadata: { ...over.metadata, uid: 'another' } }),
        ConflictError,
      );
      await other;
      await complete(fixture, 'late');
      await complete(fixture, 'failed');
      expect((await late).status?.result).toBe('late');
      expect((await retry).status).toMatchObject({ phase: 'Completed', result: 'failed' });
      await fixture.delete(EXECUTIONS, 'open');
      await gone;
      await many.end();
      expect((await again)?.status?.result).toBe('deploy-0');
      expect(count.streams).toHaveLength(1);
      await until(() => count.open() === 0);
    });

    test('that join a shared watch do not take what may be older than what they had', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const count = counting(fixture);
      const many = await manyWaits(fixture, count);
      const [first] = many.executions;
      if (!first) throw new Error('there are none');
      // What is made once the first has been told of is no part of the set that the watch began with.
      for (const name of ['probe-1', 'probe-2']) {
        const probing = count.client.waitForExecution(await fixture.execution(name));
        await complete(fixture, name);
        await probing;
      }
      const asked = count.requests.length;
      // As of a write that the watch has not told of yet.
      const metadata = { ...first.metadata, resourceVersion: '999999999999' };
      const later = count.client.waitForExecution({ ...first, metadata });
      await many.end();
      expect((await later).status?.result).toBe('deploy-0');
      const reads = count.requests.slice(asked).map(({ method, path }) => [method, path]);
      expect(reads).toEqual([['GET', fixture.pathOf(EXECUTIONS, 'deploy-0')]]);
    });

    test('keep a watch each where only single executions may be watched', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const refuseAll = ({ path, query }: Request) => {
        if (query?.watch !== undefined || query?.limit !== undefined) {
          if (query.fieldSelector === undefined && path.endsWith('/executions')) {
            throw new KubeError('Forbidden', 'executions may not be listed');
          }
        }
      };
      const { client, open } = counting(fixture, refuseAll);
      const executions = await makeMany(fixture, 6);
      const waiting = executions.map((each) => client.waitForExecution(each));
      await until(() => open() === 6);
      for (const { metadata } of executions) await complete(fixture, metadata.name);
      const results = (await Promise.all(waiting)).map(({ status }) => status?.result);
      expect(results).toEqual(executions.map(({ metadata }) => metadata.name));
      await until(() => open() === 0);
    });
  });
}
