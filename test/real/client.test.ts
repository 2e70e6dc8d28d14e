import { endingContract } from '../client/contract/ending.ts';
import { racesContract } from '../client/contract/races.ts';
import { revivingContract } from '../client/contract/reviving.ts';
import type { Ground } from '../client/ground.ts';
import { freshNamespace, kubeconfigs } from '../cluster/real.ts';

const ground = (): Ground => ({
  kubeconfig: (user) => kubeconfigs()[user] ?? kubeconfigs().admin,
  freshNamespace,
});
endingContract(ground);
racesContract(ground);
revivingContract(ground);
