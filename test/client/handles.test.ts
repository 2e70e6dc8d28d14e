import { handlesContract } from './contract/handles.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

handlesContract(embeddedTestCluster());
