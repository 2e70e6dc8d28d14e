import { describe, expect, test } from 'vitest';
import { Client } from '../../src/client/client.ts';
import { AbortedError, DisconnectedError } from '../../src/client/errors/call-errors.ts';
import { KontinueError } from '../../src/client/errors/kontinue-error.ts';
import { KubeError } from '../../src/kube/errors.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { execution, kontinueFunction } from '../support/objects.ts';
import { until } from '../support/until.ts';
import { recorder } from './support/recorder.ts';
import { rejection } from './support/rejection.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

const testCluster = embeddedTestCluster();
const environment = { variables: {}, home: '/nowhere' };

describe('a client', () => {
  test('is made of a kubeconfig and its flags', async () => {
    const kubeconfig = testCluster().kubeconfig('nsuser');
    const client = await Client.create({ kubeconfig });
    expect(client.namespace).toBe('team-a');
    expect((await client.whoAmI())?.username).toBe('nsuser');
    const other = await Client.create({ kubeconfig, namespace: 'dev' });
    expect(other.namespace).toBe('dev');
    await other.close();
    await client.close();
  });

  test('says in one sentence what is wrong with the kubeconfig', async () => {
    const error = await rejection(Client.create({ environment }), KontinueError);
    expect(error.code).toBe('Config');
    expect(error.message).toContain('/nowhere/.kube/config');
  });

  test('gives the namespace and the signal to those made from it, and shares the connection', async () => {
    const transport = recorder(() => execution());
    const client = Client.from(transport, { namespace: 'payments' });
    const other = client.withNamespace('orders');
    expect([client.namespace, other.namespace]).toEqual(['payments', 'orders']);
    expect(other.informers).toBe(client.informers);
    await other.get('deploy');
    expect(transport.requests.at(-1)?.path).toContain('/namespaces/orders/executions/deploy');
    const { signal } = new AbortController();
    expect(client.withSignal(signal).signal).toBe(signal);
    expect(client.signal).toBeUndefined();
  });

  test("ends a call by its own signal or by the client's", async () => {
    const kubeconfig = testCluster().kubeconfig('admin');
    const ending = new AbortController();
    const client = await Client.create({ kubeconfig, signal: ending.signal });
    const own = AbortSignal.abort(new Error('mine'));
    const error = await rejection(client.get('deploy', { signal: own }), AbortedError);
    expect(error.cause).toEqual(new Error('mine'));
    ending.abort(new Error('all'));
    const { signal } = new AbortController();
    const all = await rejection(client.list({ signal }), AbortedError);
    expect(all.cause).toEqual(new Error('all'));
    await client.close();
  });

  test.each([
    [{}, 10, 200],
    [{ qps: undefined, burst: undefined }, 10, 200],
    [{ qps: 50, burst: 100 }, 100, 20],
  ])('sends no more than its rate allows: %j', async (options, burst, interval) => {
    const clock = new FakeClock();
    const kubeconfig = testCluster().kubeconfig('admin');
    const client = await Client.create({ kubeconfig, clock, ...options });
    let answers = 0;
    const asked = Array.from({ length: burst + 2 }, async () => {
      await client.serverVersion();
      answers += 1;
    });
    await until(() => answers === burst);
    await clock.advance(interval - 1);
    expect(answers).toBe(burst);
    await clock.advance(1);
    await until(() => answers === burst + 1);
    await clock.advance(interval);
    await Promise.all(asked);
    await client.close();
  });

  test('is made of a kubeconfig that is loaded already, and a namespace', async () => {
    const config = { exportConfig: () => testCluster().cluster.kubeconfig('viewer') };
    const client = await Client.create({ config, namespace: 'orders' });
    expect(client.namespace).toBe('orders');
    expect((await client.whoAmI())?.username).toBe('viewer');
    await client.close();
  });

  test("takes the server's clock for its own", async () => {
    const { send, ...transport } = recorder(() => execution());
    const serverTime = Date.parse('2030-01-01T00:00:00Z');
    const client = Client.from(
      { ...transport, send: async (request) => ({ ...(await send(request)), serverTime }) },
      { namespace: 'payments' },
    );
    await client.get('deploy');
    expect(Math.abs(client.now() - serverTime)).toBeLessThan(5_000);
  });
});

describe('list', () => {
  test('filters by function itself where the server cannot', async () => {
    const transport = recorder(({ path, query }) => {
      if (query?.fieldSelector) throw new KubeError('BadRequest', 'field label not supported');
      if (path.includes('archived')) return { columnDefinitions: [], rows: [] };
      return { items: [execution({ name: 'a' }), execution({ name: 'b', function: 'fetch' })] };
    });
    const client = Client.from(transport, { namespace: 'payments' });
    const found = await client.list({ function: 'fetch' });
    expect(found.map(({ metadata }) => metadata.name)).toEqual(['b']);
  });

  test('goes without archives where they are not served or not allowed', async () => {
    for (const code of ['NotServed', 'Forbidden'] as const) {
      const transport = recorder(({ path }) => {
        if (path.includes('archived')) throw new KubeError(code, 'no');
        return { items: [execution()] };
      });
      expect(await Client.from(transport, { namespace: 'payments' }).list()).toHaveLength(1);
    }
  });

  test('fails when the archives cannot be read just now', async () => {
    const transport = recorder(({ path }) => {
      if (path.includes('archived')) throw new KubeError('Unavailable', 'no');
      return { items: [execution()] };
    });
    const client = Client.from(transport, { namespace: 'payments' });
    await rejection(client.list(), DisconnectedError);
  });
});

test('spawn goes without the function where it may not be read', async () => {
  const transport = recorder(({ method, body }) => {
    if (method === 'POST') return body;
    throw new KubeError('Forbidden', 'no');
  });
  const made = await Client.from(transport, { namespace: 'payments' }).spawn('deploy', { a: 1 });
  expect(made.metadata.labels).toEqual({});
  expect(made.spec).toEqual({ function: 'deploy', arguments: { a: 1 } });
});

test('spawn refuses arguments that are no object of JSON values', async () => {
  const client = Client.from(
    recorder(() => kontinueFunction()),
    { namespace: 'payments' },
  );
  for (const args of [[1], new Date(0), new String('text')]) {
    await expect(client.spawn('deploy', args)).rejects.toThrow('an object of named values');
  }
  const self: Record<string, unknown> = {};
  self.self = self;
  await expect(client.spawn('deploy', self)).rejects.toThrow('cannot be written as JSON');
});
