import { accessContract } from './contract/access.ts';
import { namespacesContract } from './contract/namespaces.ts';
import { signalsContract } from './contract/signals.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

const testCluster = embeddedTestCluster();
accessContract(testCluster);
namespacesContract(testCluster);
signalsContract(testCluster);
