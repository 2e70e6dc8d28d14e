import { numbersContract } from './contract/numbers.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

numbersContract(embeddedTestCluster());
