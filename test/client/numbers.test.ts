import { numbersContract } from './contract/numbers.ts';
import { embeddedGround } from './ground.ts';

numbersContract(embeddedGround());
