import { PATCH_EXECUTION_STATUS } from '../permissions.ts';
import { countBelow } from '../tree/rows.ts';
import type { Action } from './action.ts';
import { cascadeText, refuseEnded, workersOf } from './cascade.ts';
import { type Field, isOn, messageField, textOf } from './field.ts';

/** Ends an execution and, by its worker, what runs below it. */
export const CANCEL: Action<'cancel'> = {
  id: 'cancel',
  keys: ['ctrl-k'],
  help: 'cancel the execution',
  title: 'Cancel',
  underWay: 'canceling…',
  kinds: ['Execution'],
  needs: () => [PATCH_EXECUTION_STATUS],
  refuse: refuseEnded,
  fields(state, subject, node) {
    const below = node && countBelow(node);
    const isAlone = below === undefined || below.executions + below.suspensions + below.jobs === 0;
    if (isAlone || workersOf(state, subject)?.length !== 0) return [messageField()];
    const label = 'include descendants';
    const descendants: Field = { kind: 'toggle', id: 'descendants', label, on: true };
    return [messageField(), descendants];
  },
  effect: (state, subject, node) => [cascadeText(state, subject, node)],
  request: (fields) => ({
    message: textOf(fields, 'message'),
    descendants: isOn(fields, 'descendants'),
  }),
  flags: ({ message, descendants }) => [
    ...(message === '' ? [] : ['--message', message]),
    ...(descendants ? ['--descendants'] : []),
  ],
};
