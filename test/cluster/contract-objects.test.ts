import { embeddedGround } from '../client/support/ground.ts';
import { objectsContract } from '../contract/objects.ts';
import type { ContractGround } from '../contract/support/room.ts';

const embedded = embeddedGround();
const ground = (): ContractGround => ({
  ...embedded(),
  expireHistory: async () => embedded().cluster.storage.forgetHistory(),
});

objectsContract(ground);
