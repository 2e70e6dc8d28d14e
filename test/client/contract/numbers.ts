import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import { InvalidObjectError } from '../../../src/client/errors/content-errors.ts';
import { parseResult } from '../../../src/client/executions/parse-result.ts';
import { rejection } from '../support/rejection.ts';
import type { TestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const ID = 3544790567247868102n;

async function storedText({ raw, pathOf }: TestNamespace, name: string): Promise<string> {
  return (await raw.get(pathOf(EXECUTIONS, name))).text;
}

async function finish({ raw, pathOf }: TestNamespace, name: string, result: string): Promise<void> {
  const answer = await raw.send('PATCH', pathOf(EXECUTIONS, name, 'status'), {
    type: 'application/merge-patch+json',
    text: `{"status":{"phase":"Completed","result":${result}}}`,
  });
  expect(answer.status, answer.text).toBe(200);
}

/** Whole numbers beyond 2^53, from the wire to the caller and back. */
export function numbersContract(testCluster: () => TestCluster): void {
  describe('whole numbers beyond 2^53', () => {
    test('are sent, stored and read as they are', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const { client } = fixture;
      const made = await client.spawn('import', { orderId: ID, small: 42n, ratio: 1.5 });
      const { name } = made.metadata;
      expect(made.spec.arguments).toEqual({ orderId: ID, small: 42, ratio: 1.5 });
      expect(await storedText(fixture, name)).toContain('"orderId":3544790567247868102');
      await finish(fixture, name, '{"id":-3544790567247868102}');
      const ended = await client.waitForExecution(made);
      expect(parseResult(ended)).toEqual({ id: -ID });
      const [listed] = await client.list();
      expect(listed?.spec.arguments).toEqual({ orderId: ID, small: 42, ratio: 1.5 });
      expect(listed?.status?.result).toEqual({ id: -ID });
      const tree = await client.getTree(name);
      expect(tree.root().execution()?.spec.arguments).toMatchObject({ orderId: ID });
    });

    test('survive what an intervention writes back whole', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy');
      const attempts =
        '[{"phase":"Executing","startedAt":"2026-01-05T10:00:00Z","seen":9007199254740993}]';
      const answer = await fixture.raw.send(
        'PATCH',
        fixture.pathOf(EXECUTIONS, 'deploy', 'status'),
        {
          type: 'application/merge-patch+json',
          text: `{"status":{"phase":"Executing","attempts":${attempts}}}`,
        },
      );
      expect(answer.status, answer.text).toBe(200);
      await fixture.client.cancel(execution);
      expect(await storedText(fixture, 'deploy')).toContain('"seen":9007199254740993');
    });

    test('are the result of a skip', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const execution = await fixture.execution('deploy');
      const skipped = await fixture.client.skip(execution, { result: { id: ID } });
      expect(skipped.status?.result).toEqual({ id: ID });
      expect(await storedText(fixture, 'deploy')).toContain('"result":{"id":3544790567247868102}');
    });

    test('come back from an archive', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const root = await fixture.execution('old', { status: { phase: 'Completed' } });
      const archived = `{"executions":[${JSON.stringify({ ...root, status: undefined }).slice(0, -1)},"status":{"phase":"Completed","result":{"id":3544790567247868102}}}]}`;
      await fixture.archive(root, { data: gzipSync(archived).toString('base64') });
      await fixture.delete(EXECUTIONS, 'old');
      expect(parseResult(await fixture.client.get('old'))).toEqual({ id: ID });
    });

    test('are refused by name where the server would change them', async () => {
      await using fixture = await openTestNamespace(testCluster());
      const refused = await rejection(
        fixture.client.spawn('import', { order: { id: 2n ** 64n + 1n } }, { name: 'a' }),
        InvalidObjectError,
      );
      expect(refused.message).toContain('order.id');
      const infinite = await rejection(
        fixture.client.spawn('import', { limit: Number.POSITIVE_INFINITY }, { name: 'a' }),
        InvalidObjectError,
      );
      expect(infinite.message).toContain('limit is Infinity');
      expect((await fixture.raw.get(fixture.pathOf(EXECUTIONS, 'a'))).status).toBe(404);
    });
  });
}
