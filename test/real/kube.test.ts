import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConnection } from '../../src/kube/connection/connection.ts';
import { pathOf } from '../../src/kube/http/paths.ts';
import { createTransport, type Transport } from '../../src/kube/http/transport.ts';
import { followLog } from '../../src/kube/logs/log-follow.ts';
import { Connectivity } from '../../src/kube/watch/connectivity.ts';
import { listAll } from '../../src/kube/watch/list.ts';
import { Reflector } from '../../src/kube/watch/reflector.ts';
import { Store } from '../../src/kube/watch/store.ts';
import { freshNamespace, kindsServed, kubeconfigs, ownControlPlane } from '../real-cluster/real.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const EXECUTIONS = { group: 'kontinue.cloud', version: 'v1alpha1', plural: 'executions' };
const PODS = { group: '', version: 'v1', plural: 'pods' };

interface Item {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
}

const plane = ownControlPlane();
const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A transport of one of the suite's users, on the way that `server` names. */
async function transportOf(kubeconfig: string, server?: string): Promise<Transport> {
  const environment = { variables: {}, home: '/' };
  const connection = await loadConnection({ environment, kubeconfig, server });
  const transport = createTransport(connection, { qps: 500, burst: 500, userAgent: 'test' });
  opened.push(() => transport.close());
  return transport;
}

function reflect(
  transport: Transport,
  path: string,
): { reflector: Reflector<Item>; store: Store<Item> } {
  const store = new Store<Item>({
    key: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    uid: ({ metadata }) => metadata.uid,
    version: ({ metadata }) => metadata.resourceVersion,
  });
  const connectivity = new Connectivity({ transport });
  const project = (raw: unknown) => raw as Item;
  const reflector = new Reflector<Item>({ transport, connectivity, store, path, project });
  reflector.start();
  opened.push(() => reflector.stop());
  return { reflector, store };
}

const texts = (items: Iterable<Item>) =>
  [...items]
    .map(({ metadata: m }) => `${m.namespace}/${m.name} ${m.uid} ${m.resourceVersion}`)
    .sort();

/** Asks until it is so; the time limit of the test ends what never comes. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(20);
}

let admin: Transport;
let made: number;

beforeEach(async () => {
  made = 0;
  admin = await transportOf(kubeconfigs().admin);
});

async function make(namespace: string, name: string): Promise<void> {
  const apiVersion = 'kontinue.cloud/v1alpha1';
  const body = { apiVersion, kind: 'Execution', metadata: { name }, spec: { function: 'f' } };
  await admin.send({ method: 'POST', path: pathOf(EXECUTIONS, namespace), body });
}

/** Makes, changes and deletes executions in a namespace. */
async function stir(namespace: string): Promise<void> {
  const one = (name: string) => pathOf(EXECUTIONS, namespace, name);
  for (let i = 0; i < 6; i += 1) {
    made += 1;
    await make(namespace, `e-${made}`);
  }
  const labels = { metadata: { labels: { changed: 'yes' } } };
  await admin.send({ method: 'PATCH', path: one(`e-${made}`), body: labels });
  await admin.send({ method: 'DELETE', path: one(`e-${made - 1}`) });
}

/** Waits until a live store holds exactly what the server lists. */
async function equalsFreshList(
  { reflector, store }: ReturnType<typeof reflect>,
  path: string,
): Promise<void> {
  await until(async () => {
    if (reflector.state.phase !== 'live') return false;
    const { items } = await listAll<Item>(admin, path);
    return texts(items).join() === texts(store.values()).join();
  });
}

describe('the reflector on a real API server', () => {
  test.each(['admin', 'viewer', 'certificate'] as const)(
    'sees all that happens, as %s',
    async (user) => {
      const kubeconfig = kubeconfigs()[user];
      if (kubeconfig === undefined) return;
      await using namespace = await freshNamespace();
      const path = pathOf(EXECUTIONS, namespace.name);
      const it = reflect(await transportOf(kubeconfig), path);
      await stir(namespace.name);
      await equalsFreshList(it, path);
      await stir(namespace.name);
      await equalsFreshList(it, path);
      expect(it.reflector.state).toMatchObject({ relists: 0, reconnects: 0 });
    },
  );

  test('tells a user of one namespace that all namespaces are forbidden', async () => {
    const transport = await transportOf(kubeconfigs().nsuser);
    const own = reflect(transport, pathOf(EXECUTIONS, 'team-a'));
    const all = reflect(transport, pathOf(EXECUTIONS));
    await until(() => all.reflector.state.phase === 'forbidden');
    await until(() => own.reflector.state.phase === 'live');
    expect(all.reflector.state.lastError?.message).toMatch(/cannot list resource "executions"/);
  });

  test('tells that a kind is not served', async () => {
    const it = reflect(admin, '/apis/kontinue.cloud/v1alpha1/nothings');
    await until(() => it.reflector.state.phase === 'notServed');
    expect(it.reflector.state.lastError?.message).toContain('does not serve');
  });

  test.skipIf(!plane)(
    'goes on from where it was, or anew, when the API server is killed',
    async () => {
      const users = [kubeconfigs().admin, kubeconfigs().nsuser];
      const path = pathOf(EXECUTIONS, 'team-a');
      const all: ReturnType<typeof reflect>[] = [];
      for (const user of users) all.push(reflect(await transportOf(user), path));
      for (let round = 0; round < 3; round += 1) {
        await plane?.killApiServer();
        try {
          await until(() => all.every(({ reflector }) => reflector.state.phase === 'reconnecting'));
        } finally {
          await plane?.startApiServer();
        }
        await kindsServed();
        await stir('team-a');
        for (const it of all) await equalsFreshList(it, path);
      }
    },
  );
});

describe.skipIf(!plane)('behind a way that breaks', () => {
  let proxy: TcpProxy;
  let transport: Transport;

  beforeEach(async () => {
    const { server } = await loadConnection({
      environment: { variables: {}, home: '/' },
      kubeconfig: kubeconfigs().admin,
    });
    proxy = await startTcpProxy(Number(new URL(server).port));
    opened.push(() => proxy.close());
    transport = await transportOf(kubeconfigs().admin, `https://127.0.0.1:${proxy.port}`);
  });

  test('nothing is missed and nothing is doubled, and no list is fetched anew', async () => {
    await using namespace = await freshNamespace();
    const path = pathOf(EXECUTIONS, namespace.name);
    const it = reflect(transport, path);
    const told: string[] = [];
    it.store.subscribe((changes) => {
      for (const { type, item } of changes) told.push(`${type} ${item.metadata.name}`);
    });
    for (const breakIt of [() => proxy.fin(), () => proxy.reset(), () => proxy.reset()]) {
      await equalsFreshList(it, path);
      breakIt();
      await stir(namespace.name);
    }
    await equalsFreshList(it, path);
    expect(it.reflector.state).toMatchObject({ relists: 0, reconnects: 3 });
    expect(new Set(told).size).toBe(told.length);
  });

  test('a history that was forgotten meanwhile costs one new set', async () => {
    await using namespace = await freshNamespace();
    const path = pathOf(EXECUTIONS, namespace.name);
    const it = reflect(transport, path);
    await stir(namespace.name);
    await equalsFreshList(it, path);
    await plane?.compact();
    proxy.reset();
    await stir(namespace.name);
    await equalsFreshList(it, path);
  });

  test('what was deleted and made again while nobody saw is told as both', async () => {
    await using namespace = await freshNamespace();
    const path = pathOf(EXECUTIONS, namespace.name);
    const it = reflect(transport, path);
    await stir(namespace.name);
    await equalsFreshList(it, path);
    const one = `${path}/e-${made}`;
    const told: string[] = [];
    it.store.subscribe((changes) => {
      for (const { type, item } of changes) told.push(`${type} ${item.metadata.name}`);
    });
    proxy.blackhole(true);
    await admin.send({ method: 'DELETE', path: one });
    await make(namespace.name, `e-${made}`);
    await admin.send({ method: 'DELETE', path: `${path}/e-1` });
    await plane?.compact();
    proxy.blackhole(false);
    proxy.reset();
    await equalsFreshList(it, path);
    expect(told.sort()).toEqual([`added e-${made}`, 'deleted e-1', `deleted e-${made}`]);
  });

  test('a way that swallows everything shows as stale, and what happened meanwhile is seen', async () => {
    await using namespace = await freshNamespace();
    const path = pathOf(EXECUTIONS, namespace.name);
    const it = reflect(transport, path);
    await equalsFreshList(it, path);
    proxy.blackhole(true);
    await stir(namespace.name);
    await until(() => it.reflector.state.phase === 'stale');
    proxy.blackhole(false);
    await equalsFreshList(it, path);
    expect(it.reflector.state.relists).toBe(0);
  });

  test('of a burst, broken off in its middle, nothing is lost', async () => {
    await using namespace = await freshNamespace();
    const path = pathOf(EXECUTIONS, namespace.name);
    const it = reflect(transport, path);
    await stir(namespace.name);
    await equalsFreshList(it, path);
    const labels = (n: number) => ({ metadata: { labels: { burst: String(n) } } });
    const hand = async (n: number) => {
      for (let i = 0; i < 60; i += 1) {
        await admin.send({ method: 'PATCH', path: `${path}/e-${n}`, body: labels(i) });
        if (n === 1 && i % 25 === 20) proxy.reset();
      }
    };
    await Promise.all([1, 2, 3, 4].map(hand));
    await equalsFreshList(it, path);
  });

  test('a server that is killed and comes back is followed', async () => {
    await using namespace = await freshNamespace();
    const path = pathOf(EXECUTIONS, namespace.name);
    const it = reflect(transport, path);
    await stir(namespace.name);
    await equalsFreshList(it, path);
    await plane?.killApiServer();
    try {
      await until(() => it.reflector.state.phase === 'reconnecting');
    } finally {
      await plane?.startApiServer();
    }
    await stir(namespace.name);
    await equalsFreshList(it, path);
  });

  test('a followed log goes on without a line twice or a line lost', async () => {
    await using namespace = await freshNamespace();
    const containers = [{ name: 'live', image: 'busybox' }];
    const body = { metadata: { name: 'web' }, spec: { containers } };
    await admin.send({ method: 'POST', path: pathOf(PODS, namespace.name), body });
    const controller = new AbortController();
    const shown: string[] = [];
    const reading = (async () => {
      const where = { namespace: namespace.name, pod: 'web', container: 'live', tailLines: 0 };
      for await (const event of followLog(transport, where, controller.signal)) {
        if (event.kind === 'line') shown.push(event.text);
      }
    })();
    await until(() => {
      plane?.log('begin');
      return shown.includes('begin');
    });
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
    for (const [i, line] of lines.entries()) {
      plane?.log(line);
      if (i % 15 !== 5) continue;
      await until(() => shown.includes(line));
      proxy.reset();
    }
    await until(() => shown.includes('line 39'));
    controller.abort();
    await reading;
    expect(shown.filter((text) => text !== 'begin')).toEqual(lines);
  });
});
