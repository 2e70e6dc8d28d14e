import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { objectsContract } from '../contract/objects.ts';
import type { ContractCluster } from '../contract/support/api-fixture.ts';

const embedded = embeddedTestCluster();
const ground = (): ContractCluster => ({
  ...embedded(),
  expireHistory: async () => embedded().cluster.storage.forgetHistory(),
});

objectsContract(ground);
