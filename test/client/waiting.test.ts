import { waitingContract } from './contract/waiting.ts';
import { embeddedGround } from './ground.ts';

waitingContract(embeddedGround());
