import { racingContract } from './contract/racing.ts';
import { embeddedGround } from './support/ground.ts';

racingContract(embeddedGround());
