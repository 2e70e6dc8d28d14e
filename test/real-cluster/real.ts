import { inject } from 'vitest';
import { customResourceDefinitions } from '../../src/api/crds/crds.ts';
import { API_VERSION } from '../../src/api/resources.ts';
import { RawClient } from '../contract/support/raw-client.ts';
import type { Kubeconfigs } from './control-plane.ts';
import { appendToLiveLog } from './pod-logs.ts';
import { giveOrder } from './remote-control.ts';
import { until } from './until.ts';

/** What the suite's set-up hands to every test file. Plain data: it crosses processes. */
export interface RealCluster {
  readonly kubeconfigs: Kubeconfigs;
  /** Only where the control plane is ours, not with `KONTINUE_TEST_KUBECONFIG`. */
  readonly own?: { readonly orders: string; readonly liveLog: string };
}

declare module 'vitest' {
  interface ProvidedContext {
    realCluster: RealCluster;
  }
}

/** What a test may do to a control plane that is ours. */
export interface OwnControlPlane {
  /** Ends the API server as a crash would. Whoever kills it starts it again. */
  killApiServer(): Promise<void>;
  /** Starts it on the same port and waits until `/readyz` answers ok; see `kindsServed`. */
  startApiServer(): Promise<void>;
  /** Makes every version before now too old. */
  compact(): Promise<void>;
  /** Adds a line to the log of every container named `live`. */
  log(line: string): void;
}

/** Kubeconfig files of the cluster under test, by what their user may do. */
export function kubeconfigs(): Kubeconfigs {
  return inject('realCluster').kubeconfigs;
}

/** The means to disturb the cluster; undefined where it is not ours: `test.skipIf(!ownControlPlane())`. */
export function ownControlPlane(): OwnControlPlane | undefined {
  const { own } = inject('realCluster');
  return (
    own && {
      killApiServer: () => giveOrder(own.orders, 'killApiServer'),
      startApiServer: () => giveOrder(own.orders, 'startApiServer'),
      compact: () => giveOrder(own.orders, 'compact'),
      log: (line) => appendToLiveLog(own.liveLog, line),
    }
  );
}

const KINDS = customResourceDefinitions().map(({ spec }) => spec.names.plural);

/**
 * Waits until our kinds are served in full. After a restart `/readyz` answers before they are, and
 * what keeps a kind in memory is made on its first use: until then whatever is read from there
 * answers 429 "storage is (re)initializing". A page (`limit`) would not tell: etcd answers it.
 */
export async function kindsServed(): Promise<void> {
  const admin = new RawClient(kubeconfigs().admin);
  const isServed = async (plural: string) => {
    const path = `/apis/${API_VERSION}/${plural}?resourceVersion=0`;
    return (await admin.get(path)).status === 200;
  };
  try {
    await until('our kinds are served', async () => {
      const served = await Promise.all(KINDS.map(isServed));
      return served.every(Boolean) || undefined;
    });
  } finally {
    admin.close();
  }
}

/** A namespace of a test's own, deleted with everything in it at the end of the block. */
export async function freshNamespace(
  prefix = 'test-',
): Promise<AsyncDisposable & { name: string }> {
  await kindsServed();
  const admin = new RawClient(kubeconfigs().admin);
  const made = await admin.post('/api/v1/namespaces', { metadata: { generateName: prefix } });
  const { name } = made.object().metadata;
  return {
    name,
    async [Symbol.asyncDispose]() {
      await admin.delete(`/api/v1/namespaces/${name}`);
      admin.close();
    },
  };
}
