import { numbersContract } from './contract/numbers.ts';
import { embeddedGround } from './support/ground.ts';

numbersContract(embeddedGround());
