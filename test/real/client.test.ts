import { accessContract } from '../client/contract/access.ts';
import { endingContract } from '../client/contract/ending.ts';
import { racesContract } from '../client/contract/races.ts';
import { readingContract } from '../client/contract/reading.ts';
import { revivingContract } from '../client/contract/reviving.ts';
import { watchingContract } from '../client/contract/watching.ts';
import type { Ground } from '../client/ground.ts';
import { freshNamespace, kubeconfigs } from '../cluster/real.ts';

const ground = (): Ground => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
});
accessContract(ground);
endingContract(ground);
racesContract(ground);
readingContract(ground);
revivingContract(ground);
watchingContract(ground);
