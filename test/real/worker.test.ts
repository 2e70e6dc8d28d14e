import { basicsContract } from '../worker/contract/basics.ts';
import { freshNamespace, kubeconfigs } from '../real-cluster/real.ts';

basicsContract(() => ({ kubeconfig: (user) => kubeconfigs()[user], freshNamespace }));
