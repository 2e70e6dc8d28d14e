import { readingContract } from './contract/reading.ts';
import { embeddedGround } from './ground.ts';

readingContract(embeddedGround());
