import { accessContract } from '../contract/access.ts';
import type { PodGround } from '../contract/support/pod-room.ts';
import { freshNamespace, kubeconfigs, ownControlPlane } from '../real-cluster/real.ts';

const own = ownControlPlane();
const ground = (): PodGround => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
  ...(own && { log: (line) => own.log(line) }),
});

accessContract(ground);
