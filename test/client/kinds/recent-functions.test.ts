import { expect, test } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { AbortedError } from '../../../src/client/errors/call-errors.ts';
import { KubeError } from '../../../src/kube/errors.ts';
import type { Request } from '../../../src/kube/http/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type execution, kontinueFunction } from '../../support/objects.ts';
import { recorder } from '../support/recorder.ts';
import { rejection } from '../support/rejection.ts';

/** A client of a cluster whose function `deploy` says how often it was asked for; others are missing. */
function spawning(functionOf: (name: string, asked: number) => unknown = published) {
  const clock = new FakeClock();
  let asked = 0;
  const transport = recorder(({ method, path, body }: Request) => {
    if (method === 'POST') return body;
    if (path.endsWith('/functions')) return { metadata: {}, items: [] };
    asked += 1;
    return functionOf(path.split('/').at(-1) ?? '', asked);
  });
  const client = Client.from(transport, { namespace: 'payments', clock });
  const sent = (method: string) => transport.requests.filter((one) => one.method === method);
  return {
    client,
    clock,
    reads: () => sent('GET').length,
    /** The retries of each execution that was made. */
    made: () =>
      sent('POST').map(({ body }) => (body as ReturnType<typeof execution>).spec.retry?.retries),
  };
}

function published(name: string, asked: number): unknown {
  if (name === 'deploy') return kontinueFunction({ defaults: { retry: { retries: asked } } });
  throw new KubeError('NotFound', 'no such function');
}

test('a function is read once for many executions of it', async () => {
  const { client, reads, made } = spawning();
  await client.spawn('deploy');
  await client.spawn('deploy');
  await client.withNamespace('payments').spawn('deploy');
  expect([reads(), made()]).toEqual([1, [1, 1, 1]]);
});

test('a function is read once for executions that are made at the same time', async () => {
  const { client, reads, made } = spawning();
  await Promise.all(Array.from({ length: 20 }, () => client.spawn('deploy')));
  expect([reads(), made().length]).toEqual([1, 20]);
});

test('a function is read again when what is known of it is ten seconds old', async () => {
  const { client, clock, made } = spawning();
  await client.spawn('deploy');
  clock.jump(9_999);
  await client.spawn('deploy');
  clock.jump(1);
  await client.spawn('deploy');
  expect(made()).toEqual([1, 1, 2]);
});

test('a function that the program has read itself is not read again', async () => {
  const { client, reads, made } = spawning();
  await client.spawn('deploy');
  await client.function('deploy');
  await client.spawn('deploy');
  expect([reads(), made()]).toEqual([2, [1, 2]]);
});

test('a function of another namespace is another one', async () => {
  const { client, reads } = spawning();
  await client.spawn('deploy');
  await client.spawn('deploy', {}, { namespace: 'billing' });
  expect(reads()).toBe(2);
});

test('a function that was not found is asked for again', async () => {
  let isPublished = false;
  const { client, made } = spawning((_, asked) => published(isPublished ? 'deploy' : '', asked));
  await client.spawn('deploy');
  isPublished = true;
  await client.spawn('deploy');
  expect(made()).toEqual([undefined, 2]);
});

test('a function that was found to be gone is forgotten', async () => {
  let isPublished = true;
  const { client, made } = spawning((_, asked) => published(isPublished ? 'deploy' : '', asked));
  await client.spawn('deploy');
  isPublished = false;
  await client.function('deploy').catch(() => undefined);
  await client.spawn('deploy');
  expect(made()).toEqual([1, undefined]);
});

test('ending one call leaves what others wait for', async () => {
  let answer: (fn: unknown) => void = () => undefined;
  const { client, reads, made } = spawning(() => new Promise((resolve) => (answer = resolve)));
  const ending = new AbortController();
  const ended = rejection(client.spawn('deploy', {}, { signal: ending.signal }), AbortedError);
  const other = client.spawn('deploy');
  const reason = new Error('enough');
  ending.abort(reason);
  expect((await ended).cause).toBe(reason);
  answer(published('deploy', 7));
  await other;
  expect([reads(), made()]).toEqual([1, [7]]);
});
