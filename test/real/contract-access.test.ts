import type { Ground } from '../client/ground.ts';
import { freshNamespace, kubeconfigs } from '../cluster/real.ts';
import { impersonationContract } from '../contract/impersonation.ts';
import { rightsContract } from '../contract/rights.ts';

const ground = (): Ground => ({ kubeconfig: (user) => kubeconfigs()[user], freshNamespace });

rightsContract(ground);
impersonationContract(ground);
