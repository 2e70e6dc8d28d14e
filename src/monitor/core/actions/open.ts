import type { State } from '../state.ts';
import type { Dialog } from './dialog.ts';
import { effectText } from './resume.ts';
import { fieldsOf } from './retry.ts';
import type { Action } from './request.ts';
import { actionSubject, nodeOf, type Subject, targetOf } from './subject.ts';

/** The dialog of an action on what the cursor is on. Ask {@link whyNot} first. */
export function openDialog(state: State, action: Action): Dialog | undefined {
  const subject = actionSubject(state, action);
  if (subject === undefined) return undefined;
  const node = subject.kind === 'Execution' ? nodeOf(state, subject.execution) : undefined;
  const fields = fieldsOf(state, action, subject, node);
  return {
    id: state.nextId,
    action,
    target: targetOf(subject),
    fields,
    effect: effectText(state, action, subject, node),
    focus: fields.length,
    revision: 0,
    check: undefined,
  };
}

/** A dialog that is open, with what is known by now of workers and of the tree. */
export function refreshDialog(state: State, dialog: Dialog): Dialog {
  const execution =
    dialog.target.kind === 'Execution' &&
    state.list.all.find((e) => e.metadata.uid === dialog.target.uid);
  if (!execution) return dialog;
  const node = nodeOf(state, execution);
  const subject: Subject = { kind: 'Execution', execution };
  const fresh = fieldsOf(state, dialog.action, subject, node);
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
    effect: effectText(state, dialog.action, subject, node),
  };
}
