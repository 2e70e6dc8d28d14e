import { crdsContract } from './crds.ts';
import { discoveryContract } from './discovery.ts';
import { impersonationContract } from './impersonation.ts';
import { kubectlContract } from './kubectl/kubectl.ts';
import { kubectlWritesContract } from './kubectl/kubectl-writes.ts';
import { logsContract } from './logs.ts';
import { rightsContract } from './rights.ts';
import type { PodCluster } from './support/pod-fixture.ts';
import { tablesContract } from './tables.ts';

/** Who may do what, and how programs find their way, on any API server: all of it on each. */
export function accessContract(ground: () => PodCluster): void {
  rightsContract(ground);
  impersonationContract(ground);
  discoveryContract(ground);
  tablesContract(ground);
  logsContract(ground);
  kubectlContract(ground);
  kubectlWritesContract(ground);
  crdsContract(ground);
}
