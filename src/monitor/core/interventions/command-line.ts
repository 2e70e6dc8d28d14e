import { stringifyJson } from '../../../json/stringify.ts';
import { type Dialog, requestOf } from './dialog.ts';

/** The command line that does what a dialog would, for notes and scripts. */
export function commandLineOf(dialog: Dialog, context: string): string {
  const request = requestOf(dialog);
  if (typeof request === 'string') return '';
  const { target } = request;
  const words = ['kontinue', request.action, quoted(target.name), '-n', quoted(target.namespace)];
  if (context !== '') words.push('--context', quoted(context));
  switch (request.action) {
    case 'cancel':
      if (request.message !== '') words.push('--message', quoted(request.message));
      if (request.descendants) words.push('--descendants');
      break;
    case 'skip':
      if (request.result !== undefined)
        words.push('--result', quoted(stringifyJson(request.result) ?? ''));
      if (request.message !== '') words.push('--message', quoted(request.message));
      break;
    case 'retry':
      if (request.childPolicy !== undefined) words.push('--child-policy', request.childPolicy);
      break;
    case 'resume':
      if (target.kind === 'Suspension') words.push('--suspension');
      if (request.recursive) words.push('--recursive');
  }
  return words.join(' ');
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
