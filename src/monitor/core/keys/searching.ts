import { pushLayer } from '../layers/stack.ts';
import { centerOn } from '../logs/layout.ts';
import { shownText } from '../logs/line.ts';
import { logClock } from '../logs/pane.ts';
import { paneHeight, paneSize } from '../panes/measure.ts';
import { nextMatch, type Search } from '../search.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { textField } from '../text-field.ts';
import { nodesOf, nodeText } from '../tree/rows.ts';
import { currentNode, reveal } from '../tree/state.ts';

/** Asks what to look for; a page that is open stays under the question. */
export function openSearch(state: State): Step {
  const content = { kind: 'search', field: textField(), error: undefined } as const;
  return noEffects(pushLayer(state, { kind: 'prompt', content }));
}

/** Looks for something in the focused pane, the tree or the logs. */
export function searchedPane(state: State, search: Search): Step {
  return noEffects(atMatch({ ...state, search }, state.focus === 'logs' ? -1 : 1, true));
}

/** Goes to the next match, or to the one before. */
export const searchOn =
  (by: 1 | -1) =>
  (state: State): Step =>
    noEffects(atMatch(state, by, false));

/** Why there is no next match to go to. */
export function whyNoSearch(state: State): string | undefined {
  return state.search === undefined ? 'no search yet: press / to start one' : undefined;
}

/** The same state with a word that there is no such thing. */
export function noMatchText(state: State, { text }: Search): State {
  return withFlash(state, `no match for ${text}`, 'warn');
}

function atMatch(state: State, by: 1 | -1, anew: boolean): State {
  const { search } = state;
  if (search === undefined) return state;
  const found = state.focus === 'logs' ? inLog(state, search, by, anew) : inTree(state, search, by);
  return found ?? noMatchText(state, search);
}

function inTree(state: State, search: Search, by: 1 | -1): State | undefined {
  const { tree } = state;
  if (tree.tree === undefined) return undefined;
  const nodes = nodesOf(tree.tree);
  const at = nodes.findIndex((node) => node.key === currentNode(tree)?.key);
  const found = nextMatch(nodes.length, at + by, by, (i) => {
    const node = nodes[i];
    return node !== undefined && search.test(nodeText(node));
  });
  const key = found === undefined ? undefined : nodes[found]?.key;
  return key === undefined
    ? undefined
    : { ...state, tree: reveal(tree, key, paneHeight(state, 'tree')) };
}

/** The newest line of a log is what one looks for: the first match is the last one. */
function inLog(state: State, search: Search, by: 1 | -1, anew: boolean): State | undefined {
  const { entries, dropped } = state.logs.buffer;
  const from = anew ? undefined : state.logs.found;
  const start = from === undefined ? entries.length - 1 : from - dropped + by;
  const found = nextMatch(entries.length, start, by, (i) => {
    const entry = entries[i];
    return entry !== undefined && search.test(shownText(entry));
  });
  if (found === undefined) return undefined;
  const size = paneSize(state, 'logs');
  const logs = centerOn(state.logs, found + dropped, search, size, logClock(state));
  return { ...state, logs };
}
