import { refreshCheck } from '../actions/check.ts';
import { type Dialog, dialogKey, dialogPaste, textHasFocus } from '../actions/dialog.ts';
import { drawDialog } from '../actions/dialog-view.ts';
import { ACTIONS, asksElse, commandLineOf, requestOf } from '../actions/registry.ts';
import type { KeyHint } from '../keys/binding.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import type { LayerSpec } from './spec.ts';
import { popLayer, replaceLayer } from './stack.ts';

const KEYS: readonly KeyHint[] = [
  { key: 'tab', label: 'next' },
  { key: 'right', label: 'choose' },
  { key: 'enter', label: 'press' },
  { key: 'C', label: 'copy the command' },
  { key: 'esc', label: 'close' },
];

/** In a text field, which takes the letters. */
const FIELD_KEYS: readonly KeyHint[] = [
  { key: 'tab', label: 'next' },
  { key: 'enter', label: 'next' },
  { key: 'esc', label: 'close' },
];

/** The question before something is written. */
export const DIALOG: LayerSpec<'dialog'> = {
  draw(frame, dialog, state) {
    const drawn = drawDialog(dialog, state.size, commandLineOf(dialog, state.session));
    const panes = [...frame.panes, drawn.pane];
    return { ...frame, panes, ...(drawn.cursor && { cursor: drawn.cursor }) };
  },
  press,
  paste(state, dialog, text) {
    const pasted = dialogPaste(dialog, text);
    return pasted === dialog ? noEffects(state) : refreshCheck(state, pasted);
  },
  hints: (dialog) => (textHasFocus(dialog) ? FIELD_KEYS : KEYS),
};

function press(state: State, dialog: Dialog, key: string, text: string | undefined): Step {
  const step = dialogKey(dialog, key, text);
  switch (step.kind) {
    case 'closed':
      return noEffects(popLayer(state));
    case 'copies': {
      const line = commandLineOf(dialog, state.session);
      return [state, line === '' ? [] : [{ kind: 'copy', text: line, what: line }]];
    }
    case 'confirmed':
      return confirm(state, dialog);
    case 'stays':
      return asksElse(dialog, step.dialog)
        ? refreshCheck(state, step.dialog)
        : noEffects(replaceLayer(state, { kind: 'dialog', content: step.dialog }));
  }
}

/** Yes was chosen: the write goes out, and the row says so until its own answer is there. */
function confirm(state: State, dialog: Dialog): Step {
  const request = requestOf(dialog);
  if (typeof request === 'string' || dialog.check?.kind === 'refused') return noEffects(state);
  const { underWay } = ACTIONS[dialog.action];
  const pending = { id: dialog.id, uid: dialog.target.uid, text: underWay };
  return [
    withFlash(
      { ...popLayer(state), pending: [...state.pending, pending] },
      `${underWay} ${dialog.target.name}`,
    ),
    [{ kind: 'intervene', id: dialog.id, request }],
  ];
}
