import { waitingContract } from '../contract/waiting.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';

waitingContract(embeddedTestCluster());
