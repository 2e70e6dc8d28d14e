import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { suspensionPhase } from '../../../api/suspension.ts';
import { liveAge, type Rights } from '../session.ts';
import { countedRow, type State, subjectExecution } from '../state.ts';
import type { Action } from './request.ts';
import {
  actionSubject,
  metadataOf,
  nodeOf,
  openBelow,
  phaseOfSubject,
  type Subject,
} from './subject.ts';

/** Why an action cannot be done here and now; undefined when it can. */
export function disabledReason(state: State, action: Action): string | undefined {
  const { setup, session } = state;
  if (setup.readOnly) return `read-only: ${action} is off (started with --readonly)`;
  const subject = actionSubject(state, action);
  if (subject === undefined) return countedRow(state) ?? `nothing is selected to ${action}`;
  const { refusal } = liveAge(state.feeds, state.now);
  if (refusal !== undefined) return refusal;
  const { namespace = '', name } = metadataOf(subject);
  const phase = phaseOfSubject(subject);
  const rights = session.rights.get(namespace);
  if (rights && lacks(rights, action)) {
    return `${session.user || 'you'} may not ${action} in namespace ${namespace} (RBAC)`;
  }
  if (state.pending.some((p) => p.uid === metadataOf(subject).uid)) {
    return `a write to ${name} is still under way`;
  }
  switch (action) {
    case 'cancel':
    case 'skip':
      return isTerminal(phase) ? `${name} has ended: it is ${phase}` : undefined;
    case 'retry':
      return phase === 'Failed' || phase === 'Canceled'
        ? undefined
        : `only a Failed or Canceled execution can be retried: ${name} is ${phase}`;
    case 'resume':
      return nothingToResume(state, subject);
  }
}

function nothingToResume(state: State, subject: Subject): string | undefined {
  if (subject.kind === 'Suspension') {
    const phase = suspensionPhase(subject.suspension);
    const { name } = subject.suspension.metadata;
    return phase === 'Suspended' ? endedOwner(state, name) : `${name} is ${phase} already`;
  }
  const node = nodeOf(state, subject.execution);
  if (node === undefined || openBelow(node).length > 0) return undefined;
  return isTerminal(node.phase)
    ? `${node.name} has ended: it is ${node.phase}`
    : `nothing under ${node.name} is suspended`;
}

/** An approval must not be given to an execution that is dead (contract: Resume suspension). */
function endedOwner(state: State, suspension: string): string | undefined {
  const owner = subjectExecution(state);
  const phase = owner && phaseOf(owner);
  return owner && phase && isTerminal(phase)
    ? `${owner.metadata.name}, which waits for ${suspension}, has ended: it is ${phase}`
    : undefined;
}

function lacks(rights: Rights, action: Action): boolean {
  const right = action === 'resume' ? rights.patchSuspensionStatus : rights.patchExecutionStatus;
  return right === false;
}
