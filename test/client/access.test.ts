import { accessContract } from './contract/access.ts';
import { namespacesContract } from './contract/namespaces.ts';
import { signalsContract } from './contract/signals.ts';
import { embeddedGround } from './support/ground.ts';

const ground = embeddedGround();
accessContract(ground);
namespacesContract(ground);
signalsContract(ground);
