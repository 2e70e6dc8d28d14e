import { afterEach } from 'vitest';
import { freshNamespace, kubeconfigs } from '../cluster/real.ts';
import { commandScenarios } from '../scenarios/contract/commands.ts';
import { stopPtys } from '../support/pty.ts';

afterEach(stopPtys);

commandScenarios(() => ({ kubeconfig: (user) => kubeconfigs()[user], freshNamespace }));
