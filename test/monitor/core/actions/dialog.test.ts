import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Dialog,
  dialogKey,
  dialogPaste,
  noStop,
  yesStop,
} from '../../../../src/monitor/core/actions/dialog.ts';
import type { Field } from '../../../../src/monitor/core/actions/field.ts';
import { requestOf } from '../../../../src/monitor/core/actions/registry.ts';
import type { ActionId, Target } from '../../../../src/monitor/core/actions/request.ts';
import { fieldText, textField } from '../../../../src/monitor/core/text-field.ts';

const target: Target = {
  kind: 'Execution',
  namespace: 'payments',
  name: 'deploy',
  uid: 'u1',
  phase: 'Failed',
  attempt: 1,
};

const message: Field = { kind: 'text', id: 'message', label: 'reason', value: textField() };
const result: Field = { kind: 'text', id: 'result', label: 'result', value: textField() };
const descendants: Field = { kind: 'toggle', id: 'descendants', label: 'too', on: true };
const recursive: Field = { kind: 'toggle', id: 'recursive', label: 'all', on: false };
const policy: Field = {
  kind: 'choice',
  id: 'childPolicy',
  label: 'children',
  options: [
    { policy: undefined, label: 'None (current)', detail: '' },
    { policy: 'RetryFailed', label: 'RetryFailed', detail: '' },
    { policy: 'RetryAll', label: 'RetryAll', detail: '' },
  ],
  index: 0,
};

const FIELDS: Readonly<Record<ActionId, readonly Field[]>> = {
  cancel: [message, descendants],
  skip: [result, message],
  retry: [policy],
  resume: [recursive],
};

function dialogOf(action: ActionId, fields = FIELDS[action]): Dialog {
  return {
    id: 1,
    action,
    target,
    fields,
    effect: [],
    focus: fields.length,
    revision: 0,
    check: undefined,
  };
}

/** The dialog after keys that keep it open; single letters and space type text. */
function keys(dialog: Dialog, ...names: readonly string[]): Dialog {
  let now = dialog;
  for (const key of names) {
    const text = key === 'space' ? ' ' : key.length === 1 ? key : undefined;
    const step = dialogKey(now, key, text);
    if (step.kind !== 'stays') throw new Error(`${key} ${step.kind} the dialog`);
    now = step.dialog;
  }
  return now;
}

const press = (dialog: Dialog, key: string, text?: string) => dialogKey(dialog, key, text).kind;

const typed = (text: string) => Array.from(text, (char) => (char === ' ' ? 'space' : char));

describe('a dialog', () => {
  const actions = Object.keys(FIELDS) as ActionId[];

  it.each(actions)('to %s closes with enter, as it stands: No has the focus', (action) => {
    const dialog = dialogOf(action);
    expect(dialog.focus).toBe(noStop(dialog));
    expect(press(dialog, 'enter')).toBe('closed');
  });

  it.each(actions)('to %s is confirmed by going to Yes, and enter', (action) => {
    for (const way of ['tab', 'down', 'left', 'right']) {
      const onYes = keys(dialogOf(action), way);
      expect(onYes.focus).toBe(yesStop(onYes));
      expect(press(onYes, 'enter')).toBe('confirmed');
    }
  });

  it.each(actions)('to %s is closed by esc and ctrl-c, wherever the focus is', (action) => {
    for (let focus = 0; focus <= yesStop(dialogOf(action)); focus++) {
      expect(press({ ...dialogOf(action), focus }, 'esc')).toBe('closed');
      expect(press({ ...dialogOf(action), focus }, 'ctrl-c')).toBe('closed');
    }
  });

  it('goes round its stops in both directions', () => {
    const dialog = dialogOf('cancel');
    const stops = (key: string) => {
      let now = dialog;
      return Array.from({ length: 5 }, () => {
        now = keys(now, key);
        return now.focus;
      });
    };
    expect(stops('tab')).toEqual([3, 0, 1, 2, 3]);
    expect(stops('shift-tab')).toEqual([1, 0, 3, 2, 1]);
  });

  it('is confirmed by no letter, by no key of the list, and by no text, wherever the focus is', () => {
    const key = fc.oneof(
      fc.constantFrom('y', 'Y', 'n', 'q', 'j', 'k', 'space', 'ctrl-k', 'ctrl-x', 'r', 's', 'f1'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...actions), fc.nat(4), key, (action, place, name) => {
        const dialog = dialogOf(action);
        const focused = { ...dialog, focus: place % (yesStop(dialog) + 1) };
        expect(press(focused, name, name.length === 1 ? name : undefined)).toBe('stays');
      }),
    );
  });

  it('is confirmed by no key that is held down, from where it opens', () => {
    const held = ['enter', 'tab', 'shift-tab', 'up', 'down', 'left', 'right', 'space', 'y', 'r'];
    for (const action of actions) {
      for (const key of held) {
        let dialog = dialogOf(action);
        for (let i = 0; i < 20; i++) {
          const step = dialogKey(dialog, key, key.length === 1 ? key : undefined);
          expect(step.kind, `${key} on ${action}`).not.toBe('confirmed');
          if (step.kind !== 'stays') break;
          dialog = step.dialog;
        }
      }
    }
  });

  it('is confirmed by no paste', () => {
    const dialog = dialogOf('cancel');
    expect(dialogPaste(dialog, 'yes\n')).toBe(dialog);
    expect(dialogPaste({ ...dialog, focus: yesStop(dialog) }, '\r')).toMatchObject({
      fields: dialog.fields,
    });
  });

  it('takes a paste into the text field that has the focus', () => {
    const dialog = dialogPaste({ ...dialogOf('skip'), focus: 0 }, '{"a":1}');
    expect(requestOf(dialog)).toMatchObject({ result: { a: 1 } });
  });
});

describe('the fields of a dialog', () => {
  it('take typed text, and the editing keys of shells', () => {
    const open = { ...dialogOf('cancel'), focus: 0 };
    expect(requestOf(keys(open, ...typed('disk is full')))).toMatchObject({
      message: 'disk is full',
    });
    const edited = keys(open, ...typed('disk is full'), 'ctrl-w', 'ctrl-a', 'delete');
    expect(requestOf(edited)).toMatchObject({ message: 'isk is' });
    expect(requestOf(keys(edited, 'end', 'ctrl-u'))).toMatchObject({ message: '' });
  });

  it('lead from one to the next with enter, and to No, not to Yes', () => {
    const dialog = keys({ ...dialogOf('cancel'), focus: 0 }, 'enter', 'enter');
    expect(dialog.focus).toBe(noStop(dialog));
  });

  it('keep q, and the letters of keys, as text', () => {
    const dialog = keys({ ...dialogOf('cancel'), focus: 0 }, ...typed('quick job'));
    const [field] = dialog.fields;
    expect(field?.kind === 'text' && fieldText(field.value)).toBe('quick job');
  });

  it('toggle with space and arrows', () => {
    const open = { ...dialogOf('resume'), focus: 0 };
    for (const key of ['space', 'left', 'right']) {
      expect(requestOf(keys(open, key))).toMatchObject({ recursive: true });
      expect(requestOf(keys(open, key, key))).toMatchObject({ recursive: false });
    }
  });

  it('go through their choices with arrows and space, round the end', () => {
    const open = { ...dialogOf('retry'), focus: 0 };
    const chosen = (...names: string[]) => {
      const request = requestOf(keys(open, ...names));
      return typeof request === 'object' && request.action === 'retry' && request.childPolicy;
    };
    expect(chosen()).toBeUndefined();
    expect(chosen('right')).toBe('RetryFailed');
    expect(chosen('space', 'space')).toBe('RetryAll');
    expect(chosen('left')).toBe('RetryAll');
    expect(chosen('right', 'right', 'right')).toBeUndefined();
  });
});

describe('the request of a dialog', () => {
  it('of Cancel has the reason, and whether descendants are canceled too', () => {
    expect(requestOf(dialogOf('cancel'))).toEqual({
      action: 'cancel',
      target,
      message: '',
      descendants: true,
    });
    expect(requestOf(dialogOf('cancel', [message]))).toMatchObject({ descendants: false });
  });

  it.each<[string, unknown]>([
    ['', undefined],
    ['   ', undefined],
    ['null', null],
    ['"done"', 'done'],
    ['42', 42],
    [' {"a": [1, null]} ', { a: [1, null] }],
  ])('of Skip has the result %j as a value', (text, value) => {
    const dialog = dialogPaste({ ...dialogOf('skip'), focus: 0 }, text);
    expect(requestOf(dialog)).toEqual({ action: 'skip', target, message: '', result: value });
  });

  it.each(['done', '{a: 1}', '{"a": 1', "'x'", 'undefined', 'NaN'])(
    'of Skip is refused when its result is %s, in one sentence',
    (text) => {
      const dialog = dialogPaste({ ...dialogOf('skip'), focus: 0 }, text);
      expect(requestOf(dialog)).toBe(
        'the result is not JSON: put a string in quotes, as in "done"',
      );
    },
  );
});
