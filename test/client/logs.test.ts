import { logOn, runPodOn } from '../contract/run-pod.ts';
import { jobLogsContract } from './contract/logs.ts';
import { embeddedGround } from './ground.ts';

const embedded = embeddedGround();
jobLogsContract(() => {
  const { cluster, ...ground } = embedded();
  return {
    ...ground,
    runPod: (...run) => runPodOn(cluster, ...run),
    log: (line) => logOn(cluster, line),
  };
});
