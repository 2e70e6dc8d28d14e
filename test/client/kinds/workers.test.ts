import { describe, expect, test } from 'vitest';
import { LEASES } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import { loadConnection } from '../../../src/kube/connection/connection.ts';
import { createTransport } from '../../../src/kube/http/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const ground = embeddedTestCluster();
const SECOND = 1_000;

/** Makes the Lease of a worker of the group `default`, which holds for ten seconds. */
async function makeLease(stage: TestNamespace, name: string, holderIdentity = name) {
  const labels = { 'kontinue.cloud/worker-group': 'default' };
  const spec = { holderIdentity, leaseDurationSeconds: 10 };
  const apiVersion = 'coordination.k8s.io/v1';
  const lease = { apiVersion, kind: LEASES.kind, metadata: { name, labels }, spec };
  (await stage.raw.post(stage.pathOf(LEASES), lease)).object();
}

async function renew(stage: TestNamespace, name: string, transitions: number) {
  const spec = { leaseTransitions: transitions };
  (await stage.raw.mergePatch(stage.pathOf(LEASES, name), { spec })).object();
}

/** What the stage's workers look like on a clock that stands still. */
async function watch(stage: TestNamespace) {
  const clock = new FakeClock();
  const environment = { variables: {}, home: '' };
  const kubeconfig = ground().kubeconfig('admin');
  const transport = createTransport(await loadConnection({ environment, kubeconfig }));
  const client = Client.from(transport, { namespace: stage.namespace, clock });
  const workers = client.watchWorkers();
  let changes = 0;
  workers.onChange(() => {
    changes += 1;
  });
  return { clock, client, workers, changes: () => changes };
}

describe('a worker', () => {
  test('lives while its Lease changes, and is stale after three durations without', async () => {
    await using stage = await openTestNamespace(ground());
    await makeLease(stage, 'busy');
    await makeLease(stage, 'mute');
    const { clock, client, workers, changes } = await watch(stage);
    await until(() => workers.workers().length === 2);
    const seen = () => [workers.worker('busy'), workers.worker('mute'), workers.group('default')];
    expect(seen()).toEqual(['unknown', 'unknown', 'unknown']);
    const before = changes();
    await clock.advance(5 * SECOND);
    await renew(stage, 'busy', 1);
    await until(() => changes() > before);
    expect(seen()).toEqual(['live', 'unknown', 'live']);
    await clock.advance(25 * SECOND);
    expect(seen()).toEqual(['live', 'unknown', 'live']);
    await clock.advance(SECOND);
    expect(seen()).toEqual(['live', 'stale', 'live']);
    await clock.advance(5 * SECOND);
    expect(seen()).toEqual(['stale', 'stale', 'stale']);
    await workers.release();
    await client.close();
  });

  test('that gave its Lease back is stale at once', async () => {
    await using stage = await openTestNamespace(ground());
    await makeLease(stage, 'gone', '');
    const { client, workers } = await watch(stage);
    await until(() => workers.workers().length === 1);
    expect(workers.workers()).toEqual([{ name: 'gone', group: 'default', liveness: 'stale' }]);
    await client.close();
    expect(workers.group('default')).toBe('stale');
  });

  test('is unknown when its Lease cannot be seen', async () => {
    await using stage = await openTestNamespace(ground());
    await makeLease(stage, 'busy');
    const { client, workers, changes } = await watch(stage);
    await until(() => workers.workers().length === 1);
    const before = changes();
    await renew(stage, 'busy', 1);
    await until(() => changes() > before);
    expect(workers.worker('busy')).toBe('live');
    await client.close();
    expect(workers.worker('busy')).toBe('unknown');
    expect(workers.worker('never seen')).toBe('unknown');
  });
});
