import { afterEach } from 'vitest';
import type { TestCluster } from '../client/support/test-cluster.ts';
import { freshNamespace, kubeconfigs, ownControlPlane } from '../real-cluster/real.ts';
import { executeScenarios } from '../scenarios/contract/commands.ts';
import { interveningScenarios } from '../scenarios/contract/intervening-commands.ts';
import { laxKindsScenarios } from '../scenarios/contract/lax-kinds.ts';
import { numbersScenarios } from '../scenarios/contract/numbers.ts';
import { readingScenarios } from '../scenarios/contract/reading-commands.ts';
import { stopPtys } from '../support/pty.ts';

afterEach(stopPtys);

const own = ownControlPlane();
const ground = (): TestCluster => ({ kubeconfig: (user) => kubeconfigs()[user], freshNamespace });

executeScenarios(ground);
laxKindsScenarios(() => ({ ...ground(), mayChangeKinds: own !== undefined }));
numbersScenarios(ground);
interveningScenarios(ground);
readingScenarios(ground);
