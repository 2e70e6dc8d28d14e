import { watchingContract } from '../contract/watching.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';

watchingContract(embeddedTestCluster());
