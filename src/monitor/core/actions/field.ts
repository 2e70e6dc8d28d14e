import type { ChildPolicy } from '../../../api/execution.ts';
import { fieldText, type TextField, textField } from '../text-field.ts';
import type { ActionId, RequestMap } from './request.ts';

/** The parts of requests that the user decides. */
export type FieldId = { readonly [K in ActionId]: keyof RequestMap[K] }[ActionId];

/** One thing to fill in. Its id is that of one part of its action's request. */
export type Field =
  | {
      readonly kind: 'text';
      readonly id: FieldId;
      readonly label: string;
      readonly value: TextField;
    }
  | {
      readonly kind: 'choice';
      readonly id: FieldId;
      readonly label: string;
      readonly options: readonly Choice[];
      readonly index: number;
    }
  | {
      readonly kind: 'toggle';
      readonly id: FieldId;
      readonly label: string;
      readonly on: boolean;
    };

export interface Choice {
  /** Undefined leaves the execution's own policy alone. */
  readonly policy: ChildPolicy | undefined;
  readonly label: string;
  readonly detail: string;
}

/** The field for the reason that is written with the change. */
export function messageField(): Field {
  return { kind: 'text', id: 'message', label: 'reason', value: textField() };
}

/** Returns the text of a field, without spaces around it; empty without the field. */
export function textOf(fields: readonly Field[], id: FieldId): string {
  const field = fields.find((f) => f.id === id);
  return field?.kind === 'text' ? fieldText(field.value).trim() : '';
}

/** Whether a toggle is there and on. */
export function isOn(fields: readonly Field[], id: FieldId): boolean {
  return fields.some((field) => field.kind === 'toggle' && field.id === id && field.on);
}

/** Returns the chosen option of a field. */
export function choiceOf(fields: readonly Field[], id: FieldId): Choice | undefined {
  const field = fields.find((f) => f.id === id);
  return field?.kind === 'choice' ? field.options[field.index] : undefined;
}
