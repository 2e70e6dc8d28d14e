import { afterEach, describe } from 'vitest';
import type { TestCluster } from '../client/support/test-cluster.ts';
import { freshNamespace, kubeconfigs, ownControlPlane } from '../real-cluster/real.ts';
import { losingScenarios } from '../scenarios/contract/losing.ts';
import { rescuingScenarios } from '../scenarios/contract/rescuing.ts';
import { watchingScenarios } from '../scenarios/contract/watching.ts';
import { stopPtys } from '../support/pty.ts';

const ground = (): TestCluster => ({ kubeconfig: (user) => kubeconfigs()[user], freshNamespace });
afterEach(stopPtys);

watchingScenarios(ground);
rescuingScenarios(ground);

const plane = ownControlPlane();
describe.skipIf(!plane)('on a control plane of our own', () => {
  losingScenarios(
    () => ({
      ...ground(),
      kill: async () => plane?.killApiServer(),
      start: async () => plane?.startApiServer(),
    }),
    { times: 20, users: ['admin', 'nsuser'] },
  );
});
