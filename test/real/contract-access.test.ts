import { freshNamespace, kubeconfigs, ownControlPlane } from '../cluster/real.ts';
import { accessContract } from '../contract/access.ts';
import type { PodGround } from '../contract/pod-room.ts';

const own = ownControlPlane();
const ground = (): PodGround => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
  ...(own && { log: (line) => own.log(line) }),
});

accessContract(ground);
