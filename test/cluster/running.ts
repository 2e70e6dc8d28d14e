import { Cluster, type ClusterOptions } from '../../src/cluster/cluster.ts';
import { type TestUser, testClusterOf } from '../client/support/test-cluster.ts';
import { RawClient } from '../contract/support/raw-client.ts';

export const EXECUTIONS_PATH = '/apis/kontinue.cloud/v1alpha1/namespaces/team-a/executions';

/** A cluster and its clients, all ended with the block. */
export interface Running extends AsyncDisposable {
  readonly cluster: Cluster;
  /** A new client with the user's kubeconfig of this moment. Default: admin. */
  client(user?: TestUser): RawClient;
}

/** Starts a cluster for one test. */
export async function running(options: ClusterOptions = {}): Promise<Running> {
  const cluster = await Cluster.start(options);
  const ground = await testClusterOf(cluster);
  const clients: RawClient[] = [];
  return {
    cluster,
    client(user = 'admin') {
      const client = new RawClient(ground.kubeconfig(user));
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.close();
      await cluster.stop();
      await ground[Symbol.asyncDispose]();
    },
  };
}

/** An execution as it is sent. */
export function executionNamed(name: string, labels: Readonly<Record<string, string>> = {}) {
  return {
    apiVersion: 'kontinue.cloud/v1alpha1',
    kind: 'Execution',
    metadata: { name, labels },
    spec: { function: 'f' },
  };
}
