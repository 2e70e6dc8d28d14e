import type { PodGround } from '../../contract/support/pod-room.ts';
import { logOn, runPodOn } from '../../contract/support/run-pod.ts';
import { closingContract } from '../contract/closing.ts';
import { jobLogsContract } from '../contract/logs.ts';
import { embeddedGround } from '../support/ground.ts';

const embedded = embeddedGround();
const ground = () => {
  const { cluster, ...rest } = embedded();
  return {
    ...rest,
    runPod: (...run: Parameters<NonNullable<PodGround['runPod']>>) => runPodOn(cluster, ...run),
    log: (line: string) => logOn(cluster, line),
  };
};
closingContract(ground);
jobLogsContract(ground);
