import { handlesContract } from './contract/handles.ts';
import { embeddedGround } from './support/ground.ts';

handlesContract(embeddedGround());
