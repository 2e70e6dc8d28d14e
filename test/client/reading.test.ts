import { readingContract } from './contract/reading.ts';
import { embeddedGround } from './support/ground.ts';

readingContract(embeddedGround());
