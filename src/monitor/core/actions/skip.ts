import type { Json } from '../../../api/execution.ts';
import { owningExecution } from '../../../api/ownership.ts';
import { InexactNumberError, parseTypedJson } from '../../../json/parse-typed.ts';
import { stringifyJson } from '../../../json/stringify.ts';
import { PATCH_EXECUTION_STATUS } from '../permissions.ts';
import { textField } from '../text-field.ts';
import type { Action } from './action.ts';
import { cascadeText, refuseEnded } from './cascade.ts';
import { messageField, textOf } from './field.ts';

/** Ends an execution and gives its parent a result. */
export const SKIP: Action<'skip'> = {
  id: 'skip',
  keys: ['ctrl-x'],
  help: 'skip the execution and give its parent a result',
  title: 'Skip',
  underWay: 'skipping…',
  kinds: ['Execution'],
  needs: () => [PATCH_EXECUTION_STATUS],
  refuse: refuseEnded,
  fields: () => [
    { kind: 'text', id: 'result', label: 'result (JSON)', value: textField() },
    messageField(),
  ],
  effect: (state, subject, node) => [
    owningExecution(subject.object) === undefined
      ? 'It ends with the result below'
      : 'Its parent gets the result below',
    cascadeText(state, subject, node),
  ],
  request(fields) {
    const result = parseResult(textOf(fields, 'result'));
    return 'error' in result
      ? result.error
      : { message: textOf(fields, 'message'), result: result.value };
  },
  flags: ({ message, result }) => [
    ...(result === undefined ? [] : ['--result', stringifyJson(result) ?? '']),
    ...(message === '' ? [] : ['--message', message]),
  ],
};

function parseResult(
  text: string,
): { readonly value: Json | undefined } | { readonly error: string } {
  if (text === '') return { value: undefined };
  try {
    return { value: parseTypedJson(text) as Json };
  } catch (error) {
    if (error instanceof InexactNumberError) return { error: error.message };
    return { error: 'the result is not JSON: put a string in quotes, as in "done"' };
  }
}
