import { accessContract } from '../client/contract/access.ts';
import { closingContract } from '../client/contract/closing.ts';
import { endingContract } from '../client/contract/ending.ts';
import { failingContract } from '../client/contract/failing.ts';
import { handlesContract } from '../client/contract/handles.ts';
import { jobLogsContract } from '../client/contract/logs.ts';
import { lostContract } from '../client/contract/lost.ts';
import { namespacesContract } from '../client/contract/namespaces.ts';
import { numbersContract } from '../client/contract/numbers.ts';
import { racesContract } from '../client/contract/races.ts';
import { racingContract } from '../client/contract/racing.ts';
import { readingContract } from '../client/contract/reading.ts';
import { revivingContract } from '../client/contract/reviving.ts';
import { signalsContract } from '../client/contract/signals.ts';
import { spawningContract } from '../client/contract/spawning.ts';
import { toleranceContract } from '../client/contract/tolerance.ts';
import { treesContract } from '../client/contract/trees.ts';
import { waitingContract } from '../client/contract/waiting.ts';
import { watchingContract } from '../client/contract/watching.ts';
import type { PodCluster } from '../contract/support/pod-fixture.ts';
import { freshNamespace, kubeconfigs, ownControlPlane } from '../real-cluster/real.ts';

const own = ownControlPlane();
const ground = (): PodCluster => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
  ...(own && { log: (line) => own.log(line) }),
});
accessContract(ground);
closingContract(ground);
endingContract(ground);
failingContract(ground);
handlesContract(ground);
jobLogsContract(ground);
lostContract(ground);
namespacesContract(ground);
numbersContract(ground);
racesContract(ground);
racingContract(ground);
readingContract(ground);
revivingContract(ground);
signalsContract(ground);
spawningContract(ground);
toleranceContract(() => ({ ...ground(), mayChangeKinds: own !== undefined }));
treesContract(ground);
waitingContract(ground);
watchingContract(ground);
