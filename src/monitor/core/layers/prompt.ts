import type { KeyHint } from '../keys/binding.ts';
import { runCommand } from '../keys/run-command.ts';
import { goToMatch } from '../keys/searching.ts';
import { paneOf } from '../panes/registry.ts';
import { parseSearch } from '../search.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { editField, fieldText, insertText, type TextField } from '../text-field.ts';
import type { Prompt } from './layer.ts';
import { searchPage } from './page-search.ts';
import { promptCursor, promptRows } from './prompt-view.ts';
import type { LayerSpec } from './spec.ts';
import { popLayer, replaceLayer, topLayer } from './stack.ts';

const CANCEL: KeyHint = { key: 'esc', label: 'cancel' };
const KEYS: Readonly<Record<Prompt['kind'], readonly KeyHint[]>> = {
  filter: [{ key: 'enter', label: 'apply' }, CANCEL],
  command: [{ key: 'enter', label: 'run' }, CANCEL],
  search: [{ key: 'enter', label: 'search' }, CANCEL],
};

/** The line of input at the bottom. A page that is open stays in sight above it. */
export const PROMPT: LayerSpec<'prompt'> = {
  draw(frame, prompt, { size }) {
    const cursor = { left: promptCursor(prompt, size.width), top: size.height - 1 };
    return { ...frame, cursor };
  },
  press,
  paste: (state, prompt, text) => noEffects(type(state, prompt, insertText(prompt.field, text))),
  hints: ({ kind }) => KEYS[kind],
  footer: (prompt, size) => promptRows(prompt, size, KEYS[prompt.kind]),
};

/** A key edits the line, or ends it. */
function press(state: State, prompt: Prompt, key: string, text: string | undefined): Step {
  switch (key) {
    case 'esc':
    case 'ctrl-c':
      return noEffects(leave(state, prompt));
    case 'enter':
      return submit(state, prompt);
    case 'backspace':
      if (prompt.field.text.length === 0) return noEffects(popLayer(state));
  }
  const field = text === undefined ? editField(prompt.field, key) : insertText(prompt.field, text);
  return noEffects(field === undefined ? state : type(state, prompt, field));
}

/** Leaves the prompt as if it had not been opened: the filter from before holds again. */
function leave(state: State, prompt: Prompt): State {
  const closed = popLayer(state);
  if (prompt.kind !== 'filter') return closed;
  const restored = setFilter(closed, prompt, prompt.before);
  return typeof restored === 'string' ? withFlash(closed, restored, 'warn') : restored;
}

/** Shows what was typed. A filter acts at once; what cannot be read yet leaves the one before. */
function type(state: State, prompt: Prompt, field: TextField): State {
  const next = apply(state, prompt, fieldText(field));
  const content = { ...prompt, field, error: typeof next === 'string' ? next : undefined };
  return replaceLayer(typeof next === 'string' ? state : next, { kind: 'prompt', content });
}

/** Returns the state in which a text has the effect that it has while it is typed, or what is wrong with it. */
function apply(state: State, prompt: Prompt, text: string): State | string {
  switch (prompt.kind) {
    case 'filter':
      return setFilter(state, prompt, text);
    case 'search': {
      const search = parseSearch(text, state.compile);
      return typeof search === 'string' ? search : state;
    }
    case 'command':
      return state;
  }
}

type FilterPrompt = Extract<Prompt, { kind: 'filter' }>;

function setFilter(state: State, { pane }: FilterPrompt, text: string): State | string {
  return paneOf(pane).filter?.set(state, text) ?? state;
}

function submit(state: State, prompt: Prompt): Step {
  if (prompt.error !== undefined) return noEffects(state);
  const closed = popLayer(state);
  const text = fieldText(prompt.field);
  switch (prompt.kind) {
    case 'filter':
      return noEffects(closed);
    case 'command':
      return runCommand(closed, text.trim());
    case 'search':
      return text === '' ? noEffects(closed) : submitSearch(closed, prompt.of, text);
  }
}

function submitSearch(state: State, of: SearchPrompt['of'], text: string): Step {
  const search = parseSearch(text, state.compile);
  if (typeof search === 'string') return noEffects(withFlash(state, search, 'warn'));
  if (of === 'page') {
    const below = topLayer(state);
    return below?.kind === 'page' ? searchPage(state, below.content, search) : noEffects(state);
  }
  const { find } = paneOf(of);
  return find ? goToMatch(state, find, search, 'first') : noEffects(state);
}

type SearchPrompt = Extract<Prompt, { kind: 'search' }>;
