import { keepObjects } from '../known-objects.ts';
import { type PaneId, panesOf } from '../layout.ts';
import { paneOf } from '../panes/registry.ts';
import { ALL_NAMESPACES, watchKeyOf, watchKeys } from '../session.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { filterTable, unsettleTable } from '../table/commands.ts';
import { isTableView, TABLE_IDS, TABLE_VIEWS } from '../table/registry.ts';
import { goTo } from '../views/navigate.ts';
import { HOME, type Route } from '../views/route.ts';
import { bindingOfCommand, KEYMAP } from './keymap.ts';

const NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values(TABLE_VIEWS).flatMap(({ id, aliases }) => aliases.map((alias) => [alias, id])),
  ),
  q: 'quit',
  exit: 'quit',
  namespaces: 'ns',
  namespace: 'ns',
  ex: 'executions',
  exec: 'executions',
  execution: 'executions',
};

/** Runs what stood after the colon. */
export function runCommand(state: State, line: string): Step {
  const [word = '', ...rest] = line.split(/\s+/);
  const name = NAMES[word] ?? word;
  switch (name) {
    case '':
      return noEffects(state);
    case 'ns':
      return noEffects(withNamespaces(state, rest.join(',')));
    case 'executions':
      return noEffects(viewCommand(state, HOME, rest));
    case 'sort':
      return noEffects(sortShown(state, rest[0] ?? ''));
  }
  if (isTableView(name)) return noEffects(viewCommand(state, { view: name }, rest));
  const binding = bindingOfCommand(name, shownPanes(state));
  if (binding === undefined) return noEffects(withFlash(state, whyNoCommand(name, word), 'warn'));
  const why = binding.disabledReason?.(state);
  return why === undefined ? binding.run(state) : noEffects(withFlash(state, why, 'warn'));
}

/** The panes of the view, the focused one first. */
function shownPanes(state: State): readonly PaneId[] {
  return [state.focus, ...panesOf(state.route.view)];
}

function whyNoCommand(name: string, word: string): string {
  const elsewhere = KEYMAP.find(({ command }) => command === name)?.where ?? 'everywhere';
  return elsewhere === 'everywhere'
    ? `no command :${word} — ? lists them`
    : `:${word} works in ${elsewhere.join(', ')}`;
}

/** Sorts the rows that are shown. */
function sortShown(state: State, column: string): State {
  for (const pane of shownPanes(state)) {
    const sorted = paneOf(pane).sort?.(state, column);
    if (sorted) return sorted;
  }
  return withFlash(state, 'nothing here can be sorted', 'warn');
}

/** `:view [namespace,…] [/filter]`, as in k9s. */
function viewCommand(state: State, route: Route, words: readonly string[]): State {
  const slash = words.findIndex((word) => word.startsWith('/'));
  const spaces = slash < 0 ? words : words.slice(0, slash);
  const moved = spaces.length > 0 ? withNamespaces(state, spaces.join(',')) : state;
  const next = goTo(moved, route);
  return slash < 0 ? next : filterView(next, words.slice(slash).join(' ').slice(1), moved);
}

/** The view under a filter; with one that cannot be read, what was there before. */
function filterView(state: State, text: string, before: State): State {
  const next = filterTable(state, state.route.view, text);
  return typeof next === 'string' ? withFlash(before, next, 'warn') : next;
}

/** Other namespaces. What their watches have told stays while they go on; the rest goes with its watch. */
function withNamespaces(state: State, text: string): State {
  const names = text.split(',').filter(Boolean);
  if (names.length === 0) return withFlash(state, ':ns takes a namespace, several, or all', 'warn');
  const namespaces = names.includes('all') ? [] : names;
  return keepWatched({ ...state, session: { ...state.session, namespaces } }, state);
}

/** What is known, without what was told by watches that are no longer wanted. */
function keepWatched(state: State, before: State): State {
  const wanted = watchKeys(state.session.namespaces);
  const kept = new Set(watchKeys(before.session.namespaces).filter((key) => wanted.includes(key)));
  const isKept = (namespace = '') => kept.has(ALL_NAMESPACES) || kept.has(namespace);
  const feeds = new Map([...state.feeds].filter(([feed]) => kept.has(watchKeyOf(feed))));
  const next = keepObjects({ ...state, feeds }, isKept);
  return kept.size > 0 ? next : [...TABLE_IDS, 'executions' as const].reduce(unsettleTable, next);
}
