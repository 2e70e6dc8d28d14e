import { watchingContract } from './contract/watching.ts';
import { embeddedGround } from './ground.ts';

watchingContract(embeddedGround());
