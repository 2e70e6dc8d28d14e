import { embeddedGround } from '../client/support/ground.ts';
import { accessContract } from '../contract/access.ts';
import type { PodGround } from '../contract/support/pod-room.ts';
import { logOn, runPodOn } from '../contract/support/run-pod.ts';

const embedded = embeddedGround();
const ground = (): PodGround => {
  const { cluster, ...rest } = embedded();
  return {
    ...rest,
    runPod: (...run) => runPodOn(cluster, ...run),
    log: (line) => logOn(cluster, line),
  };
};

accessContract(ground);
