import { pushLayer } from '../layers/stack.ts';
import type { PaneId } from '../layout.ts';
import type { Find, Search, SearchStep } from '../search.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { textField } from '../text-field.ts';
import type { Binding } from './binding.ts';

/** Returns the keys of a pane that can be searched. */
export function searchKeys(pane: PaneId, find: Find<State>): readonly Binding[] {
  const next = (by: 1 | -1) => (state: State) =>
    state.search === undefined ? noEffects(state) : goToMatch(state, find, state.search, by);
  return [
    {
      keys: ['/'],
      heading: 'View',
      hint: 'search',
      help: 'search with a regex, in folded parts too; works in pages like this one',
      run: (state) => openSearch(state, pane),
    },
    {
      keys: ['n'],
      heading: 'View',
      help: 'next match',
      disabledReason: whyNoSearch,
      run: next(1),
    },
    {
      keys: ['N'],
      heading: 'View',
      help: 'previous match',
      disabledReason: whyNoSearch,
      run: next(-1),
    },
  ];
}

/** Asks what to look for in a pane, or in the page that is open and stays under the question. */
export function openSearch(state: State, of: PaneId | 'page'): Step {
  const content = { kind: 'search', of, field: textField(), error: undefined } as const;
  return noEffects(pushLayer(state, { kind: 'prompt', content }));
}

/** Goes to a match in a pane, and says so if there is none. */
export function goToMatch(state: State, find: Find<State>, search: Search, step: SearchStep): Step {
  const searched = state.search === search ? state : { ...state, search };
  return noEffects(find(searched, search, step) ?? noMatchText(searched, search));
}

/** Why there is no next match to go to. */
export function whyNoSearch(state: State): string | undefined {
  return state.search === undefined ? 'no search yet: press / to start one' : undefined;
}

/** The same state with a message that there is no such thing. */
export function noMatchText(state: State, { text }: Search): State {
  return withFlash(state, `no match for ${text}`, 'warn');
}
