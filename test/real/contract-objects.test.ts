import { objectsContract } from '../contract/objects.ts';
import type { ContractCluster } from '../contract/support/api-fixture.ts';
import { freshNamespace, kindsServed, kubeconfigs, ownControlPlane } from '../real-cluster/real.ts';

const own = ownControlPlane();
const ground = (): ContractCluster => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
  ...(own && {
    // Compacting etcd is not enough: the API server keeps snapshots of its own while it runs.
    async expireHistory() {
      await own.compact();
      await own.killApiServer();
      await own.startApiServer();
      await kindsServed();
    },
  }),
});

objectsContract(ground);
