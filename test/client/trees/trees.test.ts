import { treesContract } from '../contract/trees.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';

treesContract(embeddedTestCluster());
