import { accessContract } from './contract/access.ts';
import { namespacesContract } from './contract/namespaces.ts';
import { signalsContract } from './contract/signals.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

const ground = embeddedTestCluster();
accessContract(ground);
namespacesContract(ground);
signalsContract(ground);
