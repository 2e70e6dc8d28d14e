import { embeddedGround } from '../client/ground.ts';
import { collectingContract } from './collecting.ts';
import { deletingContract } from './deleting.ts';
import { expiringContract } from './expiring.ts';
import { listingContract } from './listing.ts';
import { metadataContract } from './metadata.ts';
import { patchingContract } from './patching.ts';
import type { ContractGround } from './room.ts';
import { tryingContract } from './trying.ts';
import { unknownFieldsContract } from './unknown-fields.ts';
import { validationContract } from './validation.ts';
import { watchingContract } from './watching.ts';
import { writingContract } from './writing.ts';

const embedded = embeddedGround();
const ground = (): ContractGround => ({
  ...embedded(),
  expireHistory: async () => embedded().cluster.storage.forgetHistory(),
});

writingContract(ground);
patchingContract(ground);
tryingContract(ground);
validationContract(ground);
unknownFieldsContract(ground);
metadataContract(ground);
deletingContract(ground);
collectingContract(ground);
listingContract(ground);
watchingContract(ground);
expiringContract(ground);
