import { expect, test } from 'vitest';
import { KubeError } from '../../../src/kube/errors.ts';
import type { Answer, Request, Transport } from '../../../src/kube/http/transport.ts';
import { listAll } from '../../../src/kube/watch/list.ts';

/** A transport that answers lists of numbers, and remembers what it was asked. */
function numbers(
  total: number,
  fail: (request: Request) => KubeError | undefined = () => undefined,
) {
  const asked: Request[] = [];
  const transport: Transport = {
    lastAnswerAt: undefined,
    async send<T>(request: Request): Promise<Answer<T>> {
      asked.push(request);
      const error = fail(request);
      if (error) throw error;
      const from = Number(request.query?.continue ?? 0);
      const limit = Number(request.query?.limit ?? total);
      const items = Array.from({ length: Math.min(limit, total - from) }, (_, i) => from + i);
      const more = from + limit < total ? String(from + limit) : '';
      const body = { metadata: { resourceVersion: '7', continue: more }, items } as T;
      return { status: 200, body, headers: {}, serverTime: undefined, warnings: [] };
    },
    open: () => Promise.reject(new Error('not asked for')),
    close: async () => undefined,
  };
  return { transport, asked };
}

test('a list is fetched by pages of five hundred, and only the first takes a token', async () => {
  const { transport, asked } = numbers(1_200);
  const query = { labelSelector: 'a=b', resourceVersion: '5', resourceVersionMatch: 'Exact' };
  const { items, resourceVersion } = await listAll<number>(transport, '/things', query);
  expect(items).toEqual(Array.from({ length: 1_200 }, (_, i) => i));
  expect(resourceVersion).toBe('7');
  expect(
    asked.map(({ bypassRateLimit: free, query }) => [
      free,
      query?.limit,
      query?.continue,
      query?.labelSelector,
    ]),
  ).toEqual([
    [false, 500, undefined, 'a=b'],
    [true, 500, '500', 'a=b'],
    [true, 500, '1000', 'a=b'],
  ]);
  expect(asked.map(({ query }) => query?.resourceVersion)).toEqual(['5', undefined, undefined]);
});

test('a list that expires between two pages begins again, whole', async () => {
  const { transport, asked } = numbers(1_200, ({ query }) =>
    query?.continue === '1000' ? new KubeError('Gone', 'expired') : undefined,
  );
  const { items } = await listAll<number>(transport, '/things');
  expect(items.length).toBe(1_200);
  expect(asked.at(-1)?.query).toEqual({ limit: undefined });
});

test('a list that is refused fails as it was refused', async () => {
  const gone = new KubeError('Gone', 'expired');
  const { transport } = numbers(10, () => gone);
  await expect(listAll(transport, '/things')).rejects.toBe(gone);
});

test('an empty list may have no items at all', async () => {
  const { transport } = numbers(0);
  const empty = {
    ...transport,
    send: async () => ({
      ...(await transport.send({ method: 'GET', path: '' })),
      body: { items: null },
    }),
  };
  expect(await listAll(empty as Transport, '/things')).toEqual({ items: [], resourceVersion: '' });
});
