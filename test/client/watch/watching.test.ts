import { watchingContract } from '../contract/watching.ts';
import { embeddedGround } from '../support/ground.ts';

watchingContract(embeddedGround());
