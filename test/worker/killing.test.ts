import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { killingContract } from './contract/killing.ts';

killingContract(embeddedTestCluster());
