import type { Execution } from '../../api/execution.ts';
import { formatInstant } from '../../api/instant.ts';
import { type Job, jobPhase } from '../../api/job.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS, JOBS, SUSPENSIONS } from '../../api/resources.ts';
import { type Suspension, suspensionPhase } from '../../api/suspension.ts';
import type { Stored } from '../object.ts';
import type { Storage } from '../storage.ts';
import type { WatchCacheEvent } from '../watch-cache.ts';
import type { Member, OwnerIndex } from './owner-index.ts';
import { endExecution, setStatus } from './state.ts';

/** Whether an object that an execution may wait for has ended. */
function hasEnded(resource: Member['resource'], object: Stored): boolean {
  switch (resource.plural) {
    case EXECUTIONS.plural:
      return isTerminal(phaseOf(object as Stored<Execution>));
    case SUSPENSIONS.plural:
      return suspensionPhase(object as Stored<Suspension>) !== 'Suspended';
    case JOBS.plural:
      return ['Completed', 'Failed'].includes(jobPhase(object as Stored<Job>));
    default:
      return false;
  }
}

/** Whether this change is the end of its object. */
export function isEnd({ type, resource, object, before }: WatchCacheEvent): boolean {
  if (type === 'DELETED') return true;
  return hasEnded(resource, object) && !(before && hasEnded(resource, before));
}

/** Stops everything open below an execution that was canceled, skipped or deleted (contract: The cascade). */
export function cascade(storage: Storage, family: OwnerIndex, top: Member): void {
  for (const member of family.below(top.uid)) {
    const { resource, namespace, name } = member;
    const object = storage.get(resource, namespace, name);
    if (!object || hasEnded(resource, object)) continue;
    if (resource.plural === EXECUTIONS.plural) {
      const message = `${top.name} was stopped`;
      endExecution(storage, object as Stored<Execution>, { phase: 'Canceled', message });
    } else if (resource.plural === SUSPENSIONS.plural) {
      const finishedAt = formatInstant(storage.clock.now());
      setStatus(storage, SUSPENSIONS, object.metadata, { phase: 'Canceled', finishedAt });
    } else if (resource.plural === JOBS.plural) {
      family.remove(member);
    }
  }
}
