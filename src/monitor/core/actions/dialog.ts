import type { ChildPolicy, Json } from '../../../api/execution.ts';
import { InexactNumberError, parseTypedJson } from '../../../json/parse-typed.ts';
import { stringifyJson } from '../../../json/stringify.ts';
import { editField, fieldText, insertText, type TextField } from '../text-field.ts';
import type { Action, CheckOutcome, InterventionRequest, Target } from './request.ts';

/** One thing to fill in. */
export type Field =
  | {
      readonly kind: 'text';
      readonly id: 'message' | 'result';
      readonly label: string;
      readonly value: TextField;
    }
  | {
      readonly kind: 'choice';
      readonly id: 'childPolicy';
      readonly label: string;
      readonly options: readonly Choice[];
      readonly index: number;
    }
  | {
      readonly kind: 'toggle';
      readonly id: 'recursive' | 'descendants';
      readonly label: string;
      readonly on: boolean;
    };

export interface Choice {
  /** Undefined leaves the execution's own policy alone. */
  readonly policy: ChildPolicy | undefined;
  readonly label: string;
  readonly detail: string;
}

/** A question before something is written. Focus starts on No. */
export interface Dialog {
  readonly id: number;
  readonly action: Action;
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

/** What the fields ask for, or one sentence that says which of them is wrong. */
export function requestOf(dialog: Dialog): InterventionRequest | string {
  const { target } = dialog;
  const text = (id: 'message' | 'result') => {
    const field = dialog.fields.find((f) => f.kind === 'text' && f.id === id);
    return field?.kind === 'text' ? fieldText(field.value).trim() : '';
  };
  const toggle = (id: 'recursive' | 'descendants') =>
    dialog.fields.some((f) => f.kind === 'toggle' && f.id === id && f.on);
  switch (dialog.action) {
    case 'cancel':
      return {
        action: 'cancel',
        target,
        message: text('message'),
        descendants: toggle('descendants'),
      };
    case 'skip': {
      const result = parseResult(text('result'));
      if ('error' in result) return result.error;
      return { action: 'skip', target, message: text('message'), result: result.value };
    }
    case 'retry': {
      const choice = dialog.fields.find((f) => f.kind === 'choice');
      const chosen = choice?.kind === 'choice' ? choice.options[choice.index] : undefined;
      return { action: 'retry', target, childPolicy: chosen?.policy };
    }
    case 'resume':
      return { action: 'resume', target, recursive: toggle('recursive') };
  }
}

/** Whether two dialogs ask for different things: a cursor that moves does not. */
export function asksElse(before: Dialog, after: Dialog): boolean {
  return stringifyJson(requestOf(before)) !== stringifyJson(requestOf(after));
}

function parseResult(
  text: string,
): { readonly value: Json | undefined } | { readonly error: string } {
  if (text === '') return { value: undefined };
  try {
    return { value: parseTypedJson(text) as Json };
  } catch (error) {
    if (error instanceof InexactNumberError) return { error: error.message };
    return { error: 'the result is not JSON: a string needs its quotes, as in "done"' };
  }
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
