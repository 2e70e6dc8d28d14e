import { failingContract } from './contract/failing.ts';
import { embeddedGround } from './ground.ts';

failingContract(embeddedGround());
