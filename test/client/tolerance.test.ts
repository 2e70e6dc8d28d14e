import { toleranceContract } from './contract/tolerance.ts';
import { embeddedGround } from './ground.ts';

const embedded = embeddedGround();
toleranceContract(() => ({ ...embedded(), mayChangeKinds: true }));
