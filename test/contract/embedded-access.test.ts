import { embeddedGround } from '../client/ground.ts';
import { crdsContract } from './crds.ts';
import { discoveryContract } from './discovery.ts';
import { impersonationContract } from './impersonation.ts';
import { kubectlContract } from './kubectl.ts';
import { kubectlWritesContract } from './kubectl-writes.ts';
import { logsContract } from './logs.ts';
import type { PodGround } from './pod-room.ts';
import { rightsContract } from './rights.ts';
import { logOn, runPodOn } from './run-pod.ts';
import { tablesContract } from './tables.ts';

const embedded = embeddedGround();
const ground = (): PodGround => {
  const { cluster, ...rest } = embedded();
  return {
    ...rest,
    runPod: (...run) => runPodOn(cluster, ...run),
    log: (line) => logOn(cluster, line),
  };
};

rightsContract(ground);
impersonationContract(ground);
discoveryContract(ground);
tablesContract(ground);
logsContract(ground);
kubectlContract(ground);
kubectlWritesContract(ground);
crdsContract(ground);
