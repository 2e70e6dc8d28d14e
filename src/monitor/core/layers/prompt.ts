import type { KeyHint } from '../keys/binding.ts';
import { runCommand } from '../keys/prompt.ts';
import { goToMatch } from '../keys/searching.ts';
import { paneOf } from '../panes/registry.ts';
import { parseSearch } from '../search.ts';
import type { State } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { filterTable, restoreFilter } from '../table/commands.ts';
import { editField, fieldText, insertText, type TextField } from '../text-field.ts';
import type { Prompt } from './layer.ts';
import { searchPage } from './page-search.ts';
import { promptCursor, promptRows } from './prompt-view.ts';
import type { LayerSpec } from './spec.ts';
import { popLayer, replaceLayer, topLayer } from './stack.ts';

const LEAVE: KeyHint = { key: 'esc', label: 'leave' };
const KEYS: Readonly<Record<Prompt['kind'], readonly KeyHint[]>> = {
  filter: [{ key: 'enter', label: 'keep' }, LEAVE],
  command: [{ key: 'enter', label: 'run' }, LEAVE],
  search: [{ key: 'enter', label: 'look' }, LEAVE],
};

/** The line of input at the bottom. A page that is open stays in sight above it. */
export const PROMPT: LayerSpec<'prompt'> = {
  draw(frame, prompt, { size }) {
    const cursor = { left: promptCursor(prompt, size.width), top: size.height - 1 };
    return { ...frame, cursor };
  },
  press,
  paste: (state, { field, ...prompt }, text) =>
    noEffects(type(state, { ...prompt, field }, insertText(field, text))),
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

/** The prompt left as if it had not been opened: the filter from before holds again. */
function leave(state: State, { before }: Prompt): State {
  const closed = popLayer(state);
  return before === undefined ? closed : restoreFilter(closed, before.table, before.tables);
}

/** A filter acts while it is typed; what cannot be read yet leaves the one before. */
function type(state: State, prompt: Prompt, field: TextField): State {
  const text = fieldText(field);
  const show = (next: State, error: string | undefined) =>
    replaceLayer(next, { kind: 'prompt', content: { ...prompt, field, error } });
  switch (prompt.kind) {
    case 'filter': {
      const next = filterTable(state, prompt.before?.table ?? state.route.view, text);
      return typeof next === 'string' ? show(state, next) : show(next, undefined);
    }
    case 'search': {
      const search = parseSearch(text, state.compile);
      return show(state, typeof search === 'string' ? search : undefined);
    }
    case 'command':
      return show(state, undefined);
  }
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
    case 'search': {
      const search = parseSearch(text, state.compile);
      if (typeof search === 'string' || text === '') return noEffects(closed);
      const below = topLayer(closed);
      if (below?.kind === 'page') return searchPage(closed, below.content, search);
      const { find } = paneOf(closed.focus);
      return find ? goToMatch(closed, find, search, 'first') : noEffects(closed);
    }
  }
}
