import { parseFilter } from '../executions/filter.ts';
import { SORT_COLUMNS } from '../executions/order.ts';
import { openSuspensions } from '../executions/waiting-on.ts';
import { panesOf } from '../layout.ts';
import { ALL_NAMESPACES, watchKeyOf, watchKeys } from '../session.ts';
import { filterContext, type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { settleTable, sortTableBy } from '../table/commands.ts';
import { parseTableFilter } from '../table/filter.ts';
import { isTable, TABLES } from '../table/registry.ts';
import { requeryTable } from '../table/requery.ts';
import { goTo } from '../views/navigate.ts';
import { HOME, type Route, type ViewId } from '../views/route.ts';
import { BINDINGS, bindingOf } from './bindings.ts';
import { requery, sortBy } from './commands.ts';

const NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values(TABLES).flatMap(({ id, aliases }) => aliases.map((alias) => [alias, id])),
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
    case 'sort': {
      if (isTable(state.focus)) return noEffects(sortTableBy(state, state.focus, rest[0] ?? ''));
      const column = SORT_COLUMNS.find((c) => c === rest[0]);
      return column === undefined
        ? noEffects(withFlash(state, `:sort takes one of ${SORT_COLUMNS.join(', ')}`, 'warn'))
        : sortBy(column)(state);
    }
  }
  if (isTable(name)) return noEffects(viewCommand(state, { view: name }, rest));
  const binding = BINDINGS.find((b) => b.command === name);
  if (binding === undefined) {
    return noEffects(withFlash(state, `no command :${word}: press ? for the list`, 'warn'));
  }
  const why = binding.disabledReason?.(state);
  return why === undefined ? binding.run(state) : noEffects(withFlash(state, why, 'warn'));
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
  const { view } = state.route;
  if (isTable(view)) {
    const filter = parseTableFilter(text, state.compile);
    return typeof filter === 'string'
      ? withFlash(before, filter, 'warn')
      : requeryTable(state, view, { filter });
  }
  const filter = parseFilter(text, filterContext(state));
  return typeof filter === 'string'
    ? withFlash(before, filter, 'warn')
    : requery(state, { filter });
}

/** Other namespaces. What their watches have told stays while they go on; the rest goes with its watch. */
function withNamespaces(state: State, text: string): State {
  const names = text.split(',').filter(Boolean);
  if (names.length === 0)
    return withFlash(state, ':ns takes one or more namespaces, or all', 'warn');
  const namespaces = names.includes('all') ? [] : names;
  return keepWatched({ ...state, session: { ...state.session, namespaces } }, state);
}

/** What is known, without what was told by watches that are no longer wanted. */
function keepWatched(state: State, before: State): State {
  const wanted = watchKeys(state.session.namespaces);
  const kept = new Set(watchKeys(before.session.namespaces).filter((key) => wanted.includes(key)));
  const isKept = (namespace = '') => kept.has(ALL_NAMESPACES) || kept.has(namespace);
  const suspensions = new Map([...state.suspensions].filter(([key]) => kept.has(key)));
  const { list } = state;
  const next: State = {
    ...state,
    feeds: new Map([...state.feeds].filter(([feed]) => kept.has(watchKeyOf(feed)))),
    functions: new Map([...state.functions].filter(([namespace]) => isKept(namespace))),
    list: { ...list, settled: list.settled && kept.size > 0 },
    suspensions,
    open: openSuspensions([...suspensions.values()].flat()),
  };
  return requery(next, { all: list.all.filter(({ metadata }) => isKept(metadata.namespace)) });
}

/** What a key does on the home screen. */
export function homeKey(state: State, key: string): Step {
  const binding = bindingOf(key, state.focus);
  // Whatever the key does, it may mean the selected execution: from now on the cursor holds on to it.
  const { list } = state;
  const held: State = list.settled ? state : { ...state, list: { ...list, settled: true } };
  const calm = isTable(state.focus) ? settleTable(held, state.focus) : held;
  if (binding === undefined) {
    const words = worksElsewhere(key, state.route.view);
    return noEffects(words === '' ? calm : withFlash(calm, words));
  }
  const why = binding.disabledReason?.(calm);
  return why === undefined ? binding.run(calm) : noEffects(withFlash(calm, why, 'warn'));
}

/** What a key does in other panes of the same view; empty where there are none. */
function worksElsewhere(key: string, view: ViewId): string {
  const shown = panesOf(view);
  const panes = new Map<string, Set<string>>();
  for (const { keys, where, hint, help } of BINDINGS) {
    if (!keys.includes(key) || where === 'everywhere') continue;
    const here = where.filter((pane) => shown.includes(pane));
    if (here.length === 0) continue;
    const what = hint ?? help;
    panes.set(what, new Set([...(panes.get(what) ?? []), ...here]));
  }
  return [...panes]
    .map(([what, names]) => `${key} (${what}) works in ${[...names].join(', ')}`)
    .join('; ');
}
