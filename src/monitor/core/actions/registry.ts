import { stringifyJson } from '../../../json/stringify.ts';
import { commandLine } from '../../../text/shell.ts';
import type { Session } from '../session.ts';
import { type Dialog, requestOf } from './dialog.ts';

/** The command line that does what a dialog would, for notes and scripts. */
export function commandLineOf(dialog: Dialog, session: Session): string {
  const request = requestOf(dialog);
  if (typeof request === 'string') return '';
  const { target } = request;
  const words = ['kontinue', request.action, target.name, '-n', target.namespace];
  switch (request.action) {
    case 'cancel':
      if (request.message !== '') words.push('--message', request.message);
      if (request.descendants) words.push('--descendants');
      break;
    case 'skip':
      if (request.result !== undefined) words.push('--result', stringifyJson(request.result) ?? '');
      if (request.message !== '') words.push('--message', request.message);
      break;
    case 'retry':
      if (request.childPolicy !== undefined) words.push('--child-policy', request.childPolicy);
      break;
    case 'resume':
      if (target.kind === 'Suspension') words.push('--suspension');
      if (request.recursive) words.push('--recursive');
  }
  return commandLine(session, words);
}
