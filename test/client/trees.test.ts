import { treesContract } from './contract/trees.ts';
import { embeddedGround } from './ground.ts';

treesContract(embeddedGround());
