import { afterEach } from 'vitest';
import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { stopPtys } from '../support/pty.ts';
import { losingScenarios } from './contract/losing.ts';
import { rescuingScenarios } from './contract/rescuing.ts';
import { watchingScenarios } from './contract/watching.ts';

const ground = embeddedTestCluster();
afterEach(stopPtys);

watchingScenarios(ground);
rescuingScenarios(ground);
losingScenarios(
  () => ({
    ...ground(),
    kill: () => ground().cluster.kill(),
    start: () => ground().cluster.restart(),
  }),
  { times: 3, users: ['admin', 'nsuser'] },
);
