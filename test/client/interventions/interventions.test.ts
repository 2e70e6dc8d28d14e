import { endingContract } from '../contract/ending.ts';
import { lostContract } from '../contract/lost.ts';
import { racesContract } from '../contract/races.ts';
import { revivingContract } from '../contract/reviving.ts';
import { embeddedGround } from '../support/ground.ts';

const ground = embeddedGround();
endingContract(ground);
lostContract(ground);
racesContract(ground);
revivingContract(ground);
