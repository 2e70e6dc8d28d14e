import { freshNamespace, kubeconfigs, ownControlPlane } from '../cluster/real.ts';
import { crdsContract } from '../contract/crds.ts';
import { discoveryContract } from '../contract/discovery.ts';
import { impersonationContract } from '../contract/impersonation.ts';
import { kubectlContract } from '../contract/kubectl.ts';
import { kubectlWritesContract } from '../contract/kubectl-writes.ts';
import { logsContract } from '../contract/logs.ts';
import type { PodGround } from '../contract/pod-room.ts';
import { rightsContract } from '../contract/rights.ts';
import { tablesContract } from '../contract/tables.ts';

const own = ownControlPlane();
const ground = (): PodGround => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
  ...(own && { log: (line) => own.log(line) }),
});

rightsContract(ground);
impersonationContract(ground);
discoveryContract(ground);
tablesContract(ground);
logsContract(ground);
kubectlContract(ground);
kubectlWritesContract(ground);
crdsContract(ground);
