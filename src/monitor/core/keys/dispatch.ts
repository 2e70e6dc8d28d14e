import { helpRows, pageLines, pageWidth, shiftPage } from '../help.ts';
import { refreshCheck } from '../interventions/check.ts';
import { commandLineOf } from '../interventions/command-line.ts';
import {
  asksElse,
  type Dialog,
  dialogKey,
  dialogPaste,
  requestOf,
} from '../interventions/dialog.ts';
import { UNDER_WAY } from '../interventions/request.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { type Page, searchPageOn } from './page-search.ts';
import { homeKey, promptKey, promptPaste } from './prompt.ts';
import { openSearch } from './searching.ts';

/** A key goes to what lies on top: a dialog or a prompt takes every one. */
export function handleKey(state: State, key: string, text: string | undefined): Step {
  const { overlay } = state;
  // A word to the person stands until the next key, wherever that goes.
  const calm: State = { ...state, flash: undefined };
  switch (overlay?.kind) {
    case 'dialog':
      return inDialog(calm, overlay.dialog, key, text);
    case 'prompt':
      return promptKey(calm, overlay.prompt, key, text);
    case 'help':
      return inPages(calm, overlay, key, overlay.top, helpRows(pageWidth(calm)).length, (top) => ({
        ...overlay,
        top,
      }));
    case 'text': {
      const { page } = overlay;
      const sideways = { left: -1, right: 1 }[key];
      if (sideways !== undefined) {
        const shift = shiftPage(page, pageLines(calm), pageWidth(calm), sideways);
        return noEffects({ ...calm, overlay: { ...overlay, page: { ...page, shift } } });
      }
      const count = page.lines?.length ?? 1;
      return inPages(calm, overlay, key, page.top, count, (top) => {
        return { ...overlay, page: { ...page, top } };
      });
    }
    case undefined:
      return homeKey(calm, key);
  }
}

function inDialog(state: State, dialog: Dialog, key: string, text: string | undefined): Step {
  const step = dialogKey(dialog, key, text);
  switch (step.kind) {
    case 'closed':
      return noEffects({ ...state, overlay: undefined });
    case 'copies': {
      const text = commandLineOf(dialog, state.session);
      return [state, text === '' ? [] : [{ kind: 'copy', text, what: text }]];
    }
    case 'confirmed':
      return confirmed(state, dialog);
    case 'stays': {
      if (asksElse(dialog, step.dialog)) return refreshCheck(state, step.dialog);
      return noEffects({ ...state, overlay: { kind: 'dialog', dialog: step.dialog } });
    }
  }
}

/** Pasted text goes into text fields, and nowhere else. */
export function handlePaste(state: State, text: string): Step {
  const { overlay } = state;
  if (overlay?.kind === 'prompt') return noEffects(promptPaste(state, overlay.prompt, text));
  if (overlay?.kind === 'dialog') {
    const dialog = dialogPaste(overlay.dialog, text);
    return dialog === overlay.dialog ? noEffects(state) : refreshCheck(state, dialog);
  }
  return noEffects(withFlash(state, 'pasted text acts only in text fields'));
}

/** Yes was chosen: the write goes out, and the row says so until its own answer is there. */
function confirmed(state: State, dialog: Dialog): Step {
  const request = requestOf(dialog);
  if (typeof request === 'string' || dialog.check?.kind === 'refused') return noEffects(state);
  const pending = { id: dialog.id, uid: dialog.target.uid, text: UNDER_WAY[dialog.action] };
  return [
    withFlash(
      { ...state, overlay: undefined, pending: [...state.pending, pending] },
      `${UNDER_WAY[dialog.action]} ${dialog.target.name}`,
    ),
    [{ kind: 'intervene', id: dialog.id, request }],
  ];
}

/** A page of text: keys scroll it, or close it. */
function inPages(
  state: State,
  overlay: Page,
  key: string,
  top: number,
  count: number,
  at: (top: number) => State['overlay'],
): Step {
  const height = pageLines(state);
  const page = Math.max(1, height - 2);
  const by: Readonly<Record<string, number>> = {
    j: 1,
    down: 1,
    k: -1,
    up: -1,
    pgdn: page,
    'ctrl-f': page,
    space: page,
    pgup: -page,
    'ctrl-b': -page,
    'ctrl-d': Math.floor(page / 2),
    'ctrl-u': -Math.floor(page / 2),
    g: Number.NEGATIVE_INFINITY,
    home: Number.NEGATIVE_INFINITY,
    G: Number.POSITIVE_INFINITY,
    end: Number.POSITIVE_INFINITY,
  };
  if (key === 'ctrl-c') return [state, [{ kind: 'quit' }]];
  if (key === '/') return openSearch(state);
  if (key === 'n') return searchPageOn(state, overlay, 1);
  if (key === 'N') return searchPageOn(state, overlay, -1);
  if (key === 'esc' || key === 'q' || key === '?')
    return noEffects({ ...state, overlay: undefined });
  const step = by[key];
  if (step === undefined) return noEffects(state);
  return noEffects({ ...state, overlay: at(Math.max(0, Math.min(count - height, top + step))) });
}
