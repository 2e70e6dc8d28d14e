import { stringifyJson } from '../../../json/stringify.ts';
import { commandLine } from '../../../text/shell.ts';
import type { Session } from '../session.ts';
import type { Action } from './action.ts';
import { CANCEL } from './cancel.ts';
import type { Dialog } from './dialog.ts';
import type { Field } from './field.ts';
import type { ActionId, InterventionRequest, Target } from './request.ts';
import { RESUME } from './resume.ts';
import { RETRY } from './retry.ts';
import { SKIP } from './skip.ts';

/** Every action, in the order of the help. */
export const ACTIONS: { readonly [K in ActionId]: Action<K> } = {
  resume: RESUME,
  cancel: CANCEL,
  skip: SKIP,
  retry: RETRY,
};

/** What the fields ask for, or one sentence that says which of them is wrong. */
export function requestOf(dialog: Dialog): InterventionRequest | string {
  return buildRequest(dialog.action, dialog.target, dialog.fields);
}

function buildRequest<K extends ActionId>(
  action: K,
  target: Target,
  fields: readonly Field[],
): InterventionRequest<K> | string {
  const parts = ACTIONS[action].request(fields);
  return typeof parts === 'string' ? parts : { action, target, ...parts };
}

/** Whether two dialogs ask for different things: a cursor that moves does not. */
export function asksElse(before: Dialog, after: Dialog): boolean {
  return stringifyJson(requestOf(before)) !== stringifyJson(requestOf(after));
}

/** The command line that does what a dialog would, for notes and scripts. */
export function commandLineOf(dialog: Dialog, session: Session): string {
  const request = requestOf(dialog);
  if (typeof request === 'string') return '';
  const { name, namespace, kind } = request.target;
  const kindFlag = kind === 'Suspension' ? ['--suspension'] : [];
  const flags = [...kindFlag, ...flagsOf(request)];
  return commandLine(session, ['kontinue', request.action, name, '-n', namespace, ...flags]);
}

function flagsOf<K extends ActionId>(request: InterventionRequest<K>): readonly string[] {
  return ACTIONS[request.action].flags(request);
}
