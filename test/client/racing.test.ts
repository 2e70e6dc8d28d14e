import { racingContract } from './contract/racing.ts';
import { embeddedTestCluster } from './support/test-cluster.ts';

racingContract(embeddedTestCluster());
