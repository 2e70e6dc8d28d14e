import { applyingContract } from './applying.ts';
import { bodiesContract } from './bodies.ts';
import { collectingContract } from './collecting.ts';
import { definitionsContract } from './definitions.ts';
import { deletingContract } from './deleting.ts';
import { expiringContract } from './expiring.ts';
import { listingContract } from './listing.ts';
import { metadataContract } from './metadata.ts';
import { numbersContract } from './numbers.ts';
import { patchingContract } from './patching.ts';
import type { ContractCluster } from './support/api-fixture.ts';
import { tryingContract } from './trying.ts';
import { unknownFieldsContract } from './unknown-fields.ts';
import { validationContract } from './validation.ts';
import { watchingContract } from './watching.ts';
import { writingContract } from './writing.ts';

/** How objects are written, read and watched, on any API server: all of it on each. */
export function objectsContract(ground: () => ContractCluster): void {
  writingContract(ground);
  patchingContract(ground);
  numbersContract(ground);
  tryingContract(ground);
  validationContract(ground);
  unknownFieldsContract(ground);
  metadataContract(ground);
  deletingContract(ground);
  collectingContract(ground);
  listingContract(ground);
  watchingContract(ground);
  applyingContract(ground);
  bodiesContract(ground);
  definitionsContract(ground);
  expiringContract(ground);
}
