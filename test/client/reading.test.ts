import { readingContract } from './contract/reading.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

readingContract(embeddedTestCluster());
