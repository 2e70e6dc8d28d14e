import { accessContract } from '../contract/access.ts';
import type { PodCluster } from '../contract/support/pod-fixture.ts';
import { freshNamespace, kubeconfigs, ownControlPlane } from '../real-cluster/real.ts';

const own = ownControlPlane();
const ground = (): PodCluster => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
  ...(own && { log: (line) => own.log(line) }),
});

accessContract(ground);
