import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { Cluster } from '../../../src/cluster/cluster.ts';
import { RawClient } from '../../contract/support/raw-client.ts';

/** Who may do what: all, read all, all in the namespace team-a. */
export type TestUser = 'admin' | 'viewer' | 'nsuser';

/** A cluster that the client's contract is tried on. */
export interface TestCluster {
  /** A kubeconfig file. */
  kubeconfig(user: TestUser): string;
  /** A namespace of a test's own, deleted with everything in it at the end of the block. */
  freshNamespace(): Promise<AsyncDisposable & { readonly name: string }>;
}

/** The embedded API server, for all tests of a file. */
export interface EmbeddedTestCluster extends TestCluster {
  readonly cluster: Cluster;
}

/** Prepares a cluster for tests; its kubeconfigs are deleted at the end of the block. */
export async function testClusterOf(
  cluster: Cluster,
): Promise<EmbeddedTestCluster & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'kontinue-client-'));
  const kubeconfig = (user: TestUser) => {
    const file = join(folder, user);
    writeFileSync(file, cluster.kubeconfig(user));
    return file;
  };
  return {
    cluster,
    kubeconfig,
    freshNamespace: () => freshNamespace(kubeconfig('admin')),
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true });
    },
  };
}

/** Starts an embedded API server before the tests of this file, and stops it after them. */
export function embeddedTestCluster(): () => EmbeddedTestCluster {
  let testCluster: EmbeddedTestCluster & AsyncDisposable;
  beforeAll(async () => {
    testCluster = await testClusterOf(await Cluster.start());
  });
  afterAll(async () => {
    await testCluster.cluster.stop();
    await testCluster[Symbol.asyncDispose]();
  });
  return () => testCluster;
}

async function freshNamespace(admin: string): Promise<AsyncDisposable & { readonly name: string }> {
  const raw = new RawClient(admin);
  const made = await raw.post('/api/v1/namespaces', { metadata: { generateName: 'test-' } });
  const { name } = made.object().metadata;
  return {
    name,
    async [Symbol.asyncDispose]() {
      await raw.delete(`/api/v1/namespaces/${name}`);
      raw.close();
    },
  };
}
