import { replaceLayer } from '../layers/stack.ts';
import type { State } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import type { Dialog } from './dialog.ts';
import { requestOf } from './registry.ts';

/** Shows a dialog whose fields ask for something else: an answer to what they asked before is void. */
export function refreshCheck(state: State, dialog: Dialog): Step {
  const revision = dialog.revision + 1;
  const open = (check: Dialog['check']): State =>
    replaceLayer(state, { kind: 'dialog', content: { ...dialog, revision, check } });
  const request = requestOf(dialog);
  return typeof request === 'string'
    ? noEffects(open({ kind: 'refused', message: request }))
    : [open(undefined), [{ kind: 'check', id: dialog.id, revision, request }]];
}
