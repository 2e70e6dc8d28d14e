import { subjectOf } from '../panes/focused.ts';
import { executionSubject } from '../panes/subject.ts';
import type { Subject } from '../resources/kinds.ts';
import type { State } from '../state.ts';
import type { ActionKind } from './request.ts';
import { executionOf } from './subject.ts';

/** What an action of one of these kinds would be done to: the subject, or the execution it is part of. */
export function actionSubject(
  state: State,
  kinds: readonly ActionKind[],
): Subject<ActionKind> | undefined {
  const subject = subjectOf(state);
  if (subject === undefined) return undefined;
  if (subject.kind === 'Execution') return subject;
  if (subject.kind === 'Suspension' && kinds.includes('Suspension')) return subject;
  return executionSubject(executionOf(state, subject));
}
