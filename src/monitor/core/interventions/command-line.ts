import { type Dialog, requestOf } from './dialog.ts';

/** The command line that does what a dialog would, for notes and scripts. */
export function commandLineOf(dialog: Dialog): string {
  const request = requestOf(dialog);
  if (typeof request === 'string') return '';
  const { target } = request;
  const words = ['kontinue', request.action, target.name, '-n', target.namespace];
  switch (request.action) {
    case 'cancel':
      if (request.message !== '') words.push('--message', quoted(request.message));
      if (request.descendants) words.push('--descendants');
      break;
    case 'skip':
      if (request.result !== undefined)
        words.push('--result', quoted(JSON.stringify(request.result)));
      if (request.message !== '') words.push('--message', quoted(request.message));
      break;
    case 'retry':
      if (request.childPolicy !== undefined) words.push('--child-policy', request.childPolicy);
      break;
    case 'resume':
      if (request.recursive) words.push('--recursive');
  }
  return words.join(' ');
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
