import { setTimeout } from 'node:timers/promises';
import type { Execution } from '../../src/api/execution.ts';
import { EXECUTIONS } from '../../src/api/resources.ts';
import { slimExecution } from '../../src/client/watch/slim.ts';
import { StringPool } from '../../src/client/watch/string-pool.ts';
import { keyOf } from '../../src/client/watch/watch.ts';
import { pathOf } from '../../src/kube/http/paths.ts';
import { createTransport } from '../../src/kube/http/transport.ts';
import { Connectivity } from '../../src/kube/watch/connectivity.ts';
import { Reflector } from '../../src/kube/watch/reflector.ts';
import { Store } from '../../src/kube/watch/store.ts';

const WARM_UP_MS = 3_000;
const MEASURED_MS = 10_000;

/** What a reflector takes of a core while a firehose pours into it. Tells it, and how much came. */
async function measure(port: string): Promise<void> {
  const transport = createTransport({
    server: `http://127.0.0.1:${port}`,
    contextName: 'bench',
    namespace: 'default',
    userName: 'bench',
    requestTimeoutMs: undefined,
    proxyUrl: undefined,
    credentials: async () => ({ headers: {}, tls: {} }),
    invalidate: () => false,
    retryLogin: () => undefined,
    close: () => undefined,
  });
  const store = new Store<Execution>({
    key: ({ metadata }) => keyOf(metadata.namespace, metadata.name),
    uid: ({ metadata }) => metadata.uid ?? '',
    version: ({ metadata }) => metadata.resourceVersion ?? '',
  });
  const connectivity = new Connectivity({ transport });
  const path = pathOf(EXECUTIONS);
  const recurring = new StringPool();
  const project = (raw: unknown) => slimExecution(raw, recurring);
  const reflector = new Reflector<Execution>({ transport, connectivity, store, path, project });
  let events = 0;
  store.subscribe((changes) => {
    events += changes.length;
  });
  reflector.start();
  while (reflector.state.phase !== 'live') await setTimeout(50);
  await setTimeout(WARM_UP_MS);
  const before = events;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await setTimeout(MEASURED_MS);
  const ms = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({
    cpu: ((user + system) / 1_000 / ms) * 100,
    rate: (events - before) / (ms / 1_000),
  });
  await reflector.stop();
  await transport.close();
  process.disconnect?.();
}

await measure(process.argv[2] ?? '');
