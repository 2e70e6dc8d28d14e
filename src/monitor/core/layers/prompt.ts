import { parseFilter } from '../executions/filter.ts';
import type { KeyHint } from '../keys/binding.ts';
import { requery } from '../keys/commands.ts';
import { runCommand } from '../keys/prompt.ts';
import { searchedPane } from '../keys/searching.ts';
import { parseSearch } from '../search.ts';
import { filterContext, type State } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { parseTableFilter } from '../table/filter.ts';
import { isTable } from '../table/registry.ts';
import { requeryTable } from '../table/requery.ts';
import { editField, fieldText, insertText, type TextField } from '../text-field.ts';
import type { Prompt } from './layer.ts';
import { searchPage } from './page-search.ts';
import { promptCursor, promptRows } from './prompt-view.ts';
import type { LayerSpec } from './spec.ts';
import { popLayer, replaceLayer, topLayer } from './stack.ts';

const CANCEL: KeyHint = { key: 'esc', words: 'cancel' };
const KEYS: Readonly<Record<Prompt['kind'], readonly KeyHint[]>> = {
  filter: [{ key: 'enter', words: 'apply' }, CANCEL],
  rows: [{ key: 'enter', words: 'apply' }, CANCEL],
  command: [{ key: 'enter', words: 'run' }, CANCEL],
  search: [{ key: 'enter', words: 'search' }, CANCEL],
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
function leave(state: State, { before, rowsBefore }: Prompt): State {
  const closed = popLayer(state);
  if (rowsBefore && isTable(closed.focus)) {
    return requeryTable(closed, closed.focus, { filter: rowsBefore });
  }
  return before === undefined ? closed : requery(closed, { filter: before });
}

/** A filter acts while it is typed; what cannot be read yet leaves the one before. */
function type(state: State, prompt: Prompt, field: TextField): State {
  const text = fieldText(field);
  const show = (next: State, error: string | undefined) =>
    replaceLayer(next, { kind: 'prompt', content: { ...prompt, field, error } });
  switch (prompt.kind) {
    case 'filter': {
      const filter = parseFilter(text, filterContext(state));
      return typeof filter === 'string'
        ? show(state, filter)
        : show(requery(state, { filter }), undefined);
    }
    case 'rows': {
      const filter = parseTableFilter(text, state.compile);
      if (typeof filter === 'string') return show(state, filter);
      const next = isTable(state.focus) ? requeryTable(state, state.focus, { filter }) : state;
      return show(next, undefined);
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
    case 'rows':
      return noEffects(closed);
    case 'command':
      return runCommand(closed, text.trim());
    case 'search': {
      const search = parseSearch(text, state.compile);
      if (typeof search === 'string' || text === '') return noEffects(closed);
      const below = topLayer(closed);
      return below?.kind === 'page'
        ? searchPage(closed, below.content, search)
        : searchedPane(closed, search);
    }
  }
}
