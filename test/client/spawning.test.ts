import { spawningContract } from './contract/spawning.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

spawningContract(embeddedTestCluster());
