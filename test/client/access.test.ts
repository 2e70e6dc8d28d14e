import { accessContract } from './contract/access.ts';
import { embeddedGround } from './ground.ts';

accessContract(embeddedGround());
