import type { Subject } from '../resources/kinds.ts';
import type { State } from '../state.ts';
import { actionSubject } from './action-subject.ts';
import type { Dialog } from './dialog.ts';
import { ACTIONS } from './registry.ts';
import type { ActionId } from './request.ts';
import { nodeOf, targetOf } from './subject.ts';

/** The dialog of an action on what the cursor is on. Ask {@link disabledReason} first. */
export function openDialog(state: State, id: ActionId): Dialog | undefined {
  const action = ACTIONS[id];
  const subject = actionSubject(state, action.kinds);
  if (subject === undefined) return undefined;
  const node = nodeOf(state, subject);
  const fields = action.fields(state, subject, node);
  return {
    id: state.nextId,
    action: id,
    target: targetOf(subject),
    fields,
    effect: action.effect(state, subject, node),
    focus: fields.length,
    revision: 0,
    check: undefined,
  };
}

/** A dialog that is open, with what is known by now of workers and of the tree. */
export function refreshDialog(state: State, dialog: Dialog): Dialog {
  const execution =
    dialog.target.kind === 'Execution' &&
    state.resources.Execution.find((e) => e.metadata.uid === dialog.target.uid);
  if (!execution) return dialog;
  const subject: Subject<'Execution'> = { kind: 'Execution', object: execution };
  const node = nodeOf(state, subject);
  const action = ACTIONS[dialog.action];
  const fresh = action.fields(state, subject, node);
  const added = fresh.filter((f) => !dialog.fields.some((known) => known.id === f.id));
  const renewed = dialog.fields.map((known) => {
    const now = fresh.find((f) => f.id === known.id);
    if (known.kind !== 'choice' || now?.kind !== 'choice') return known;
    // What is preselected may be another by now; what a person chose stays.
    return dialog.revision === 0 ? now : { ...now, index: known.index };
  });
  return {
    ...dialog,
    fields: [...renewed, ...added],
    focus: dialog.focus >= dialog.fields.length ? dialog.focus + added.length : dialog.focus,
    effect: action.effect(state, subject, node),
  };
}
