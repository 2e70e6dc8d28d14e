import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { accessContract } from '../contract/access.ts';
import type { PodCluster } from '../contract/support/pod-fixture.ts';
import { logOn, runPodOn } from '../contract/support/run-pod.ts';

const embedded = embeddedTestCluster();
const ground = (): PodCluster => {
  const { cluster, ...rest } = embedded();
  return {
    ...rest,
    runPod: (...run) => runPodOn(cluster, ...run),
    log: (line) => logOn(cluster, line),
  };
};

accessContract(ground);
