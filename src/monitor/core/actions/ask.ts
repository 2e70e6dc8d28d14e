import type { Effect } from '../effect.ts';
import { pushLayer } from '../layers/stack.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { openDialog } from './open.ts';
import { disabledReason } from './refuse.ts';
import { requestOf } from './registry.ts';
import type { ActionId } from './request.ts';

/** Opens the question before an action, and asks for a dry run. */
export function askFor(state: State, action: ActionId): Step {
  const reason = disabledReason(state, action);
  if (reason !== undefined) return noEffects(withFlash(state, reason, 'warn'));
  const dialog = openDialog(state, action);
  if (dialog === undefined) return noEffects(state);
  const request = requestOf(dialog);
  const effects: readonly Effect[] =
    typeof request === 'string'
      ? []
      : [{ kind: 'check', id: dialog.id, revision: dialog.revision, request }];
  return [
    pushLayer(
      { ...state, nextId: state.nextId + 1, flash: undefined },
      { kind: 'dialog', content: dialog },
    ),
    effects,
  ];
}
