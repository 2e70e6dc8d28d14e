import { subjectOf } from '../panes/focused.ts';
import { accessTo } from '../permissions.ts';
import { liveAge } from '../session.ts';
import { countedRow, type State } from '../state.ts';
import { actionSubject } from './action-subject.ts';
import { ACTIONS } from './registry.ts';
import type { ActionId } from './request.ts';

/** Why an action cannot be done here and now; undefined when it can. */
export function disabledReason(state: State, id: ActionId): string | undefined {
  const { setup, session } = state;
  const action = ACTIONS[id];
  if (setup.readOnly) return `read-only: ${id} is off (started with --readonly)`;
  const subject = actionSubject(state, action.kinds);
  if (subject === undefined) return countedRow(state) ?? withoutSubject(state, id);
  const { refusal } = liveAge(state.feeds, state.now);
  if (refusal !== undefined) return refusal;
  const { namespace = '', name, uid } = subject.object.metadata;
  for (const permission of action.needs(subject)) {
    const access = accessTo(state.permissions, permission, namespace);
    if (access.kind !== 'denied') continue;
    return `${session.user || 'you'} may not ${id} in namespace ${namespace}: ${access.why}`;
  }
  if (state.pending.some((p) => p.uid === uid)) return `a write to ${name} is still in progress`;
  return action.refuse(state, subject);
}

function withoutSubject(state: State, id: ActionId): string {
  const subject = subjectOf(state);
  return subject === undefined
    ? `nothing is selected, so there is nothing to ${id}`
    : `the execution of ${subject.object.metadata.name} is unknown, so there is nothing to ${id}`;
}
