import { racingContract } from './contract/racing.ts';
import { embeddedGround } from './ground.ts';

racingContract(embeddedGround());
