import type { PodCluster } from '../../contract/support/pod-fixture.ts';
import { logOn, runPodOn } from '../../contract/support/run-pod.ts';
import { closingContract } from '../contract/closing.ts';
import { jobLogsContract } from '../contract/logs.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';

const embedded = embeddedTestCluster();
const testCluster = () => {
  const { cluster, ...rest } = embedded();
  return {
    ...rest,
    runPod: (...run: Parameters<NonNullable<PodCluster['runPod']>>) => runPodOn(cluster, ...run),
    log: (line: string) => logOn(cluster, line),
  };
};
closingContract(testCluster);
jobLogsContract(testCluster);
