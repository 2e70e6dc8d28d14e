import { findBinaries } from './binaries.ts';

/** Names another cluster's kubeconfig: one cluster, one user, their data inline. */
export const OTHER_CLUSTER = 'KONTINUE_TEST_KUBECONFIG';

/** Why the real suite cannot run here, in a few words; undefined where it can. */
export function whyNoRealCluster(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment[OTHER_CLUSTER] || findBinaries(environment)) return undefined;
  return `no Go to build a control plane with, and no ${OTHER_CLUSTER} that names another cluster`;
}

/** Whether a suite that cannot run is a failure rather than a skip. */
export function mustRun(environment: NodeJS.ProcessEnv): boolean {
  return ['true', '1'].includes(environment.CI ?? '');
}
