import { endingContract } from './contract/ending.ts';
import { racesContract } from './contract/races.ts';
import { revivingContract } from './contract/reviving.ts';
import { embeddedGround } from './ground.ts';

const ground = embeddedGround();
endingContract(ground);
racesContract(ground);
revivingContract(ground);
