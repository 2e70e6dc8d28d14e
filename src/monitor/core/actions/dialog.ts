import { editField, insertText } from '../text-field.ts';
import type { Field } from './field.ts';
import type { ActionId, CheckOutcome, Target } from './request.ts';

/** A question before something is written. Focus starts on No. */
export interface Dialog {
  readonly id: number;
  readonly action: ActionId;
  readonly target: Target;
  readonly fields: readonly Field[];
  /** What it will do, and who will do it. */
  readonly effect: readonly string[];
  /** Index of the focused stop: the fields, then No, then Yes. */
  readonly focus: number;
  /** How often the fields were changed: an answer about older ones says nothing. */
  readonly revision: number;
  /** What the dry run said; undefined while it is under way. */
  readonly check: CheckOutcome | undefined;
}

/** The places of No and Yes among the stops. */
export function noStop(dialog: Dialog): number {
  return dialog.fields.length;
}

export function yesStop(dialog: Dialog): number {
  return dialog.fields.length + 1;
}

/** Whether letters are typed into a field now. */
export function textHasFocus(dialog: Dialog): boolean {
  return dialog.fields[dialog.focus]?.kind === 'text';
}

/** What a key did to a dialog. */
export type DialogStep =
  | { readonly kind: 'stays'; readonly dialog: Dialog }
  | { readonly kind: 'closed' }
  /** The command line that does the same was asked for. */
  | { readonly kind: 'copies' }
  | { readonly kind: 'confirmed' };

/** A key in a dialog: every key is its own. Only `enter` on Yes confirms; no letter does. */
export function dialogKey(dialog: Dialog, key: string, text: string | undefined): DialogStep {
  const stops = dialog.fields.length + 2;
  const focusOn = (focus: number): DialogStep => ({
    kind: 'stays',
    dialog: { ...dialog, focus: (focus + stops) % stops },
  });
  const field = dialog.fields[dialog.focus];
  switch (key) {
    case 'esc':
    case 'ctrl-c':
      return { kind: 'closed' };
    case 'C':
      if (!textHasFocus(dialog)) return { kind: 'copies' };
      break;
    case 'tab':
    case 'down':
      return focusOn(dialog.focus + 1);
    case 'shift-tab':
    case 'up':
      return focusOn(dialog.focus - 1);
    case 'enter':
      if (dialog.focus === yesStop(dialog)) return { kind: 'confirmed' };
      if (dialog.focus === noStop(dialog)) return { kind: 'closed' };
      return focusOn(dialog.focus + 1);
    case 'left':
    case 'right':
      if (field === undefined) {
        return focusOn(dialog.focus === yesStop(dialog) ? noStop(dialog) : yesStop(dialog));
      }
  }
  if (field === undefined) return focusOn(dialog.focus);
  const changed = fieldKey(field, key, text);
  if (changed === field) return focusOn(dialog.focus);
  return {
    kind: 'stays',
    dialog: { ...dialog, fields: dialog.fields.with(dialog.focus, changed) },
  };
}

/** A paste goes into the focused text field, or nowhere. */
export function dialogPaste(dialog: Dialog, text: string): Dialog {
  const field = dialog.fields[dialog.focus];
  if (field?.kind !== 'text') return dialog;
  const value = insertText(field.value, text);
  return { ...dialog, fields: dialog.fields.with(dialog.focus, { ...field, value }) };
}

function fieldKey(field: Field, key: string, text: string | undefined): Field {
  switch (field.kind) {
    case 'text': {
      const value =
        text === undefined ? editField(field.value, key) : insertText(field.value, text);
      return value === undefined ? field : { ...field, value };
    }
    case 'choice': {
      const step = key === 'right' || key === 'space' ? 1 : key === 'left' ? -1 : 0;
      const index = (field.index + step + field.options.length) % field.options.length;
      return step === 0 ? field : { ...field, index };
    }
    case 'toggle':
      return key === 'space' || key === 'left' || key === 'right'
        ? { ...field, on: !field.on }
        : field;
  }
}
