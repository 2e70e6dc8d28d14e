import { treesContract } from '../contract/trees.ts';
import { embeddedGround } from '../support/ground.ts';

treesContract(embeddedGround());
