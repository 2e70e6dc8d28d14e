import type { Effect } from '../effect.ts';
import { requestOf } from '../interventions/dialog.ts';
import { openDialog } from '../interventions/open.ts';
import type { Action } from '../interventions/request.ts';
import { whyNot } from '../interventions/why-not.ts';
import { flashed, type State } from '../state.ts';
import { type Step, stay } from '../step.ts';

/** Opens the question before an action, and asks for a dry run. */
export function askFor(state: State, action: Action): Step {
  const reason = whyNot(state, action);
  if (reason !== undefined) return stay(flashed(state, reason, 'warn'));
  const dialog = openDialog(state, action);
  if (dialog === undefined) return stay(state);
  const request = requestOf(dialog);
  const effects: readonly Effect[] =
    typeof request === 'string'
      ? []
      : [{ kind: 'check', id: dialog.id, revision: dialog.revision, request }];
  return [
    { ...state, nextId: state.nextId + 1, overlay: { kind: 'dialog', dialog }, flash: undefined },
    effects,
  ];
}
