import type { KeyHint } from '../keys/binding.ts';
import { openSearch } from '../keys/searching.ts';
import type { State } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import type { Page } from './layer.ts';
import { searchPageOn } from './page-search.ts';
import { countRows, drawPage, pageLines, pageWidth, shiftPage } from './page-view.ts';
import type { LayerSpec } from './spec.ts';
import { popLayer, replaceLayer } from './stack.ts';

const KEYS: readonly KeyHint[] = [
  { key: 'j', label: 'down' },
  { key: 'k', label: 'up' },
  { key: 'space', label: 'page' },
  { key: 'g', label: 'top' },
  { key: 'G', label: 'end' },
  { key: '/', label: 'search' },
];
const CLOSE: KeyHint = { key: 'esc', label: 'close' };
const SIDEWAYS: KeyHint = { key: 'right', label: 'sideways' };

/** The help, or an object as YAML: keys scroll it, search it, or close it. */
export const PAGE: LayerSpec<'page'> = {
  draw: (frame, page, state) => ({ ...frame, panes: [...frame.panes, drawPage(page, state)] }),
  press,
  hints: ({ source }) => (source === 'help' ? [...KEYS, CLOSE] : [...KEYS, SIDEWAYS, CLOSE]),
};

function press(state: State, page: Page, key: string): Step {
  switch (key) {
    case 'ctrl-c':
      return [state, [{ kind: 'quit' }]];
    case '/':
      return openSearch(state, 'page');
    case 'n':
      return searchPageOn(state, page, 1);
    case 'N':
      return searchPageOn(state, page, -1);
    case 'esc':
    case 'q':
    case '?':
      return noEffects(popLayer(state));
    default:
      return noEffects(scroll(state, page, key));
  }
}

function scroll(state: State, page: Page, key: string): State {
  const height = pageLines(state);
  const width = pageWidth(state);
  const sideways = { left: -1, right: 1 }[key];
  if (sideways !== undefined && page.source === 'text') {
    const shift = shiftPage(page, height, width, sideways);
    return replaceLayer(state, { kind: 'page', content: { ...page, shift } });
  }
  const step = lineSteps(Math.max(1, height - 2))[key];
  if (step === undefined) return state;
  const top = Math.max(0, Math.min(countRows(page, width) - height, page.top + step));
  return replaceLayer(state, { kind: 'page', content: { ...page, top } });
}

/** How many lines each key scrolls. */
function lineSteps(page: number): Readonly<Record<string, number>> {
  return {
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
}
