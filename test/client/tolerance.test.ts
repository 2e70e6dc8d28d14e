import { toleranceContract } from './contract/tolerance.ts';
import { embeddedGround } from './support/ground.ts';

const embedded = embeddedGround();
toleranceContract(() => ({ ...embedded(), mayChangeKinds: true }));
