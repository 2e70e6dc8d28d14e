import { handlesContract } from './contract/handles.ts';
import { embeddedGround } from './ground.ts';

handlesContract(embeddedGround());
