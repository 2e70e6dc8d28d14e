import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { RawClient } from '../contract/support/raw-client.ts';
import { freshNamespace, kindsServed, kubeconfigs, ownControlPlane } from '../real-cluster/real.ts';

const EXECUTIONS = '/apis/kontinue.cloud/v1alpha1/executions';
const plane = ownControlPlane();

describe.skipIf(!plane)('the control plane of this suite', () => {
  let admin: RawClient;
  beforeAll(() => {
    admin = new RawClient(kubeconfigs().admin);
  });
  afterAll(() => admin.close());

  test('hands out a kubeconfig for each kind of user', async () => {
    const status = async (file: string | undefined, path: string) => {
      const client = new RawClient(file ?? '');
      const answer = await client.get(path);
      client.close();
      return answer.status;
    };
    const { certificate, viewer, nsuser } = kubeconfigs();
    const team = '/apis/kontinue.cloud/v1alpha1/namespaces/team-a/executions';
    expect(await status(certificate, EXECUTIONS)).toBe(200);
    expect(await status(viewer, EXECUTIONS)).toBe(200);
    expect(await status(nsuser, EXECUTIONS)).toBe(403);
    expect(await status(nsuser, team)).toBe(200);
  });

  test('runs a Job to its end and has the log of its pod', async () => {
    await using namespace = await freshNamespace();
    const jobs = `/apis/batch/v1/namespaces/${namespace.name}/jobs`;
    const containers = [{ name: 'main', image: 'busybox' }];
    const template = { spec: { restartPolicy: 'Never', containers } };
    (await admin.post(jobs, { metadata: { name: 'one' }, spec: { template } })).object();
    await vi.waitFor(
      async () => {
        const job = (await admin.get(`${jobs}/one`)).object();
        expect(job.status?.succeeded).toBe(1);
      },
      { timeout: 20_000, interval: 50 },
    );
    const pods = `/api/v1/namespaces/${namespace.name}/pods`;
    const [pod] = (await admin.get(`${pods}?labelSelector=job-name=one`)).list().items;
    const log = await admin.get(`${pods}/${pod?.metadata.name}/log?tailLines=1`);
    expect(log.text).toBe('step 200 of 200: shard 3 ok\n');
  });

  test('keeps objects and port when its API server is killed and started again', async () => {
    await using namespace = await freshNamespace();
    const path = `/apis/kontinue.cloud/v1alpha1/namespaces/${namespace.name}/executions`;
    const sent = {
      apiVersion: 'kontinue.cloud/v1alpha1',
      kind: 'Execution',
      metadata: { name: 'kept' },
      spec: { function: 'deploy' },
    };
    const made = (await admin.post(path, sent)).object();
    await plane?.killApiServer();
    await expect(admin.get(EXECUTIONS)).rejects.toThrow('ECONNREFUSED');
    await plane?.startApiServer();
    await kindsServed();
    const kept = (await admin.get(`${path}/kept`)).object();
    expect(kept.metadata.uid).toBe(made.metadata.uid);
  });
});
