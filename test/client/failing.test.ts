import { failingContract } from './contract/failing.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

failingContract(embeddedTestCluster());
