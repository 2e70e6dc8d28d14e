import { embeddedGround } from '../client/ground.ts';
import { objectsContract } from './objects.ts';
import type { ContractGround } from './room.ts';

const embedded = embeddedGround();
const ground = (): ContractGround => ({
  ...embedded(),
  expireHistory: async () => embedded().cluster.storage.forgetHistory(),
});

objectsContract(ground);
