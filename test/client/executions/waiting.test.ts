import { waitingContract } from '../contract/waiting.ts';
import { embeddedGround } from '../support/ground.ts';

waitingContract(embeddedGround());
