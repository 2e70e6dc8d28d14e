import { describe, expect, test } from 'vitest';
import { LEASES } from '../../../src/api/resources.ts';
import { Client } from '../../../src/client/client.ts';
import { loadConnection } from '../../../src/kube/connection/connection.ts';
import { createTransport } from '../../../src/kube/http/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';
import { openTestNamespace, type TestNamespace } from '../support/test-namespace.ts';

const testCluster = embeddedTestCluster();
const SECOND = 1_000;

/** Makes the Lease of a worker of the group `default`, which holds for ten seconds. */
async function makeLease(fixture: TestNamespace, name: string, holderIdentity = name) {
  const labels = { 'kontinue.cloud/worker-group': 'default' };
  const spec = { holderIdentity, leaseDurationSeconds: 10 };
  const apiVersion = 'coordination.k8s.io/v1';
  const lease = { apiVersion, kind: LEASES.kind, metadata: { name, labels }, spec };
  (await fixture.raw.post(fixture.pathOf(LEASES), lease)).object();
}

async function renew(fixture: TestNamespace, name: string, transitions: number) {
  const spec = { leaseTransitions: transitions };
  (await fixture.raw.mergePatch(fixture.pathOf(LEASES, name), { spec })).object();
}

/** What the fixture's workers look like on a clock that stands still. */
async function watch(fixture: TestNamespace) {
  const clock = new FakeClock();
  const environment = { variables: {}, home: '' };
  const kubeconfig = testCluster().kubeconfig('admin');
  const transport = createTransport(await loadConnection({ environment, kubeconfig }));
  const client = Client.from(transport, { namespace: fixture.namespace, clock });
  const workers = client.watchWorkers();
  let changes = 0;
  workers.onChange(() => {
    changes += 1;
  });
  return { clock, client, workers, changes: () => changes };
}

describe('a worker', () => {
  test('lives while its Lease changes, and is stale after three durations without', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await makeLease(fixture, 'busy');
    await makeLease(fixture, 'mute');
    const { clock, client, workers, changes } = await watch(fixture);
    await until(() => workers.workers().length === 2);
    const seen = () => [workers.worker('busy'), workers.worker('mute'), workers.group('default')];
    expect(seen()).toEqual(['unknown', 'unknown', 'unknown']);
    const before = changes();
    await clock.advance(5 * SECOND);
    await renew(fixture, 'busy', 1);
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
    await using fixture = await openTestNamespace(testCluster());
    await makeLease(fixture, 'gone', '');
    const { client, workers } = await watch(fixture);
    await until(() => workers.workers().length === 1);
    expect(workers.workers()).toEqual([{ name: 'gone', group: 'default', liveness: 'stale' }]);
    await client.close();
    expect(workers.group('default')).toBe('stale');
  });

  test('is unknown when its Lease cannot be seen', async () => {
    await using fixture = await openTestNamespace(testCluster());
    await makeLease(fixture, 'busy');
    const { client, workers, changes } = await watch(fixture);
    await until(() => workers.workers().length === 1);
    const before = changes();
    await renew(fixture, 'busy', 1);
    await until(() => changes() > before);
    expect(workers.worker('busy')).toBe('live');
    await client.close();
    expect(workers.worker('busy')).toBe('unknown');
    expect(workers.worker('never seen')).toBe('unknown');
  });
});
