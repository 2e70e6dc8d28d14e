import { freshNamespace, kubeconfigs } from '../real-cluster/real.ts';
import { basicsContract } from '../worker/contract/basics.ts';
import { killingContract } from '../worker/contract/killing.ts';

const realCluster = () => ({
  kubeconfig: (user: 'admin' | 'viewer' | 'nsuser') => kubeconfigs()[user],
  freshNamespace,
});
basicsContract(realCluster);
killingContract(realCluster);
