import { endingContract } from '../contract/ending.ts';
import { lostContract } from '../contract/lost.ts';
import { racesContract } from '../contract/races.ts';
import { revivingContract } from '../contract/reviving.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';

const testCluster = embeddedTestCluster();
endingContract(testCluster);
lostContract(testCluster);
racesContract(testCluster);
revivingContract(testCluster);
