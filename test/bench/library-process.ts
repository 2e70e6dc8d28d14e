import { setTimeout } from 'node:timers/promises';
import type { Execution } from '../../src/api/execution.ts';
import { EXECUTIONS } from '../../src/api/resources.ts';
import { Client } from '../../src/client/client.ts';
import type { Informer } from '../../src/client/watch/informers.ts';
import { loadConnection } from '../../src/kube/connection/connection.ts';
import { pathOf } from '../../src/kube/http/paths.ts';
import { createTransport } from '../../src/kube/http/transport.ts';
import { BarePages } from './bare-pages.ts';
import type { Measure } from './measures.ts';

const LISTS = 7;
const IDLE_MS = 20_000;

type Say = (measure: Measure, value: number) => void;

/** What a program that uses the library sees and pays, on a namespace that holds a set: one thing. */
async function measureLibrary(
  what: string,
  kubeconfig: string,
  namespace: string,
  say: Say,
): Promise<void> {
  const connection = await loadConnection({
    environment: { variables: {}, home: '' },
    kubeconfig,
  });
  const transport = createTransport(connection, { qps: 1_000, burst: 1_000 });
  const client =
    what === 'monitorHeap'
      ? Client.fromCompact(transport, { namespace })
      : Client.from(transport, { namespace });
  if (what === 'libraryHeap' || what === 'monitorHeap') await measureWatch(client, what, say);
  else {
    const bare = new BarePages(connection, pathOf(EXECUTIONS, namespace));
    await measureLists(client, bare, say);
    bare.close();
  }
  await client.close();
}

/** In turn, so that what else the machine does meets both. The first of each only warms up. */
async function measureLists(client: Client, bare: BarePages, say: Say): Promise<void> {
  for (let i = 0; i <= LISTS; i += 1) {
    const barely = await timed(() => bare.list());
    const listed = await timed(() => client.list());
    if (listed.count !== barely.count) throw new Error(`${listed.count} of ${barely.count} listed`);
    if (i === 0) continue;
    say('bareList', barely.ms);
    say('list', listed.ms);
    say('listRatio', listed.ms / barely.ms);
  }
}

/** What the store of a watch holds, and what the watch costs while nothing happens. */
async function measureWatch(client: Client, heapMeasure: Measure, say: Say): Promise<void> {
  // What a watch needs whatever it holds, such as its code, is there before.
  await (await liveWatch(client, 'default')).release();
  const rest = await idleCpu();
  const before = heap();
  const { store, release } = await liveWatch(client, client.namespace);
  say(heapMeasure, (heap() - before) / store.size / 1_000);
  say('idleWatchCpu', (await idleCpu()) - rest);
  await release();
}

/** What this process takes of a core while nothing happens, in per cent. */
async function idleCpu(): Promise<number> {
  const cpu = process.cpuUsage();
  await setTimeout(IDLE_MS);
  const { user, system } = process.cpuUsage(cpu);
  return ((user + system) / 1_000 / IDLE_MS) * 100;
}

/** A watch of the executions of a namespace, once it has seen them all and has come to rest. */
async function liveWatch(client: Client, namespace: string): Promise<Informer<Execution>> {
  const informer = client.informers.executions(namespace);
  while (informer.reflector.state.phase !== 'live') await setTimeout(50);
  await setTimeout(1_000);
  return informer;
}

async function timed(list: () => Promise<readonly Execution[]>) {
  globalThis.gc?.();
  const begun = performance.now();
  const { length } = await list();
  return { ms: performance.now() - begun, count: length };
}

function heap(): number {
  for (let i = 0; i < 3; i += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const [what = '', kubeconfig = '', namespace = ''] = process.argv.slice(2);
await measureLibrary(what, kubeconfig, namespace, (measure, value) => {
  process.send?.([measure, value]);
});
process.disconnect?.();
