import { embeddedTestCluster } from '../client/support/test-cluster.ts';
import { basicsContract } from './contract/basics.ts';

const testCluster = embeddedTestCluster();
basicsContract(testCluster);
