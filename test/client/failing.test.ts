import { failingContract } from './contract/failing.ts';
import { embeddedGround } from './support/ground.ts';

failingContract(embeddedGround());
