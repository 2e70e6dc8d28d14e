import type { Execution } from '../../../api/execution.ts';
import { owningExecution } from '../../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import type { Suspension } from '../../../api/suspension.ts';
import { type Collection, findObject } from '../resources/collection.ts';

/** Whether the owner of a suspension is seen to have ended: an approval would go to a dead execution. */
export function endedOwners(all: Collection<Execution>): (suspension: Suspension) => boolean {
  return (suspension) => {
    const owner = owningExecution(suspension);
    if (owner === undefined) return false;
    const { namespace = '' } = suspension.metadata;
    const found = findObject(all, `${namespace}/${owner.name}`);
    return found?.metadata.uid === owner.uid && isTerminal(phaseOf(found));
  };
}
