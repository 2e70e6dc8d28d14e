import { textHasFocus } from '../interventions/dialog.ts';
import type { Overlay, Prompt, State } from '../state.ts';
import { BINDINGS, belongsTo } from './bindings.ts';

/** A key, and the one or two words that the footer has for it. */
export interface KeyHint {
  readonly key: string;
  readonly words: string;
}

/** In a page of text. */
const IN_PAGES: readonly KeyHint[] = [
  { key: 'j', words: 'down' },
  { key: 'k', words: 'up' },
  { key: 'space', words: 'a page' },
  { key: 'g', words: 'top' },
  { key: 'G', words: 'end' },
  { key: '/', words: 'search' },
  { key: 'esc', words: 'close' },
];

type Over = Exclude<Overlay['kind'], 'prompt'> | Prompt['kind'] | 'field';

/** The keys that work in what lies over the panes and takes every key; the way out is the last. */
export const OVERLAY_KEYS: Readonly<Record<Over, readonly KeyHint[]>> = {
  help: IN_PAGES,
  text: [...IN_PAGES.slice(0, -1), { key: 'right', words: 'sideways' }, ...IN_PAGES.slice(-1)],
  filter: [
    { key: 'enter', words: 'keep' },
    { key: 'esc', words: 'leave' },
  ],
  command: [
    { key: 'enter', words: 'run' },
    { key: 'esc', words: 'leave' },
  ],
  search: [
    { key: 'enter', words: 'look' },
    { key: 'esc', words: 'leave' },
  ],
  /** In a text field of a dialog, which takes the letters. */
  field: [
    { key: 'tab', words: 'next' },
    { key: 'enter', words: 'next' },
    { key: 'esc', words: 'leave' },
  ],
  dialog: [
    { key: 'tab', words: 'next' },
    { key: 'right', words: 'choose' },
    { key: 'enter', words: 'take' },
    { key: 'C', words: 'copy the command' },
    { key: 'esc', words: 'leave' },
  ],
};

/** The keys that work here, most wanted first; those that would be refused are left out. */
export function keyHintsOf(state: State): readonly KeyHint[] {
  const { overlay } = state;
  if (overlay?.kind === 'prompt') return OVERLAY_KEYS[overlay.prompt.kind];
  if (overlay?.kind === 'dialog' && textHasFocus(overlay.dialog)) return OVERLAY_KEYS.field;
  if (overlay !== undefined) return OVERLAY_KEYS[overlay.kind];
  return BINDINGS.flatMap(({ keys: [key = ''], hint: short, disabledReason: off, ...binding }) =>
    short !== undefined && belongsTo(binding, state.focus) && off?.(state) === undefined
      ? [{ key, words: short }]
      : [],
  );
}
