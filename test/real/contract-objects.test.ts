import { freshNamespace, kindsServed, kubeconfigs, ownControlPlane } from '../cluster/real.ts';
import { collectingContract } from '../contract/collecting.ts';
import { deletingContract } from '../contract/deleting.ts';
import { expiringContract } from '../contract/expiring.ts';
import { listingContract } from '../contract/listing.ts';
import { metadataContract } from '../contract/metadata.ts';
import { patchingContract } from '../contract/patching.ts';
import type { ContractGround } from '../contract/room.ts';
import { tryingContract } from '../contract/trying.ts';
import { unknownFieldsContract } from '../contract/unknown-fields.ts';
import { validationContract } from '../contract/validation.ts';
import { watchingContract } from '../contract/watching.ts';
import { writingContract } from '../contract/writing.ts';

const own = ownControlPlane();
const ground = (): ContractGround => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
  ...(own && {
    // Compacting etcd is not enough: the API server keeps snapshots of its own while it runs.
    async expireHistory() {
      await own.compact();
      await own.killApiServer();
      await own.startApiServer();
      await kindsServed();
    },
  }),
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
