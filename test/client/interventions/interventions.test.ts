import { endingContract } from '../contract/ending.ts';
import { lostContract } from '../contract/lost.ts';
import { racesContract } from '../contract/races.ts';
import { revivingContract } from '../contract/reviving.ts';
import { embeddedTestCluster } from '../support/test-cluster.ts';

const ground = embeddedTestCluster();
endingContract(ground);
lostContract(ground);
racesContract(ground);
revivingContract(ground);
