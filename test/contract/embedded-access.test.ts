import { embeddedGround } from '../client/ground.ts';
import { accessContract } from './access.ts';
import type { PodGround } from './pod-room.ts';
import { logOn, runPodOn } from './run-pod.ts';

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
