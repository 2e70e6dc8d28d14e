import { parseFilter } from '../executions/filter.ts';
import { SORT_COLUMNS } from '../executions/order.ts';
import { openSuspensions } from '../executions/waiting-on.ts';
import { ALL_NAMESPACES, watchKeyOf, watchKeys } from '../session.ts';
import { filterContext, type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { BINDINGS, bindingOf } from './bindings.ts';
import { requery, sortBy } from './commands.ts';

const NAMES: Readonly<Record<string, string>> = {
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
      return noEffects(viewExecutions(state, rest));
    case 'sort': {
      const column = SORT_COLUMNS.find((c) => c === rest[0]);
      return column === undefined
        ? noEffects(withFlash(state, `:sort takes one of ${SORT_COLUMNS.join(', ')}`, 'warn'))
        : sortBy(column)(state);
    }
  }
  const binding = BINDINGS.find((b) => b.command === name);
  if (binding === undefined) {
    return noEffects(withFlash(state, `no command :${word} — ? lists them`, 'warn'));
  }
  const why = binding.disabledReason?.(state);
  return why === undefined ? binding.run(state) : noEffects(withFlash(state, why, 'warn'));
}

/** `:executions [namespace,…] [/filter]`, as in k9s. */
function viewExecutions(state: State, words: readonly string[]): State {
  const slash = words.findIndex((word) => word.startsWith('/'));
  const spaces = slash < 0 ? words : words.slice(0, slash);
  const next = spaces.length > 0 ? withNamespaces(state, spaces.join(',')) : state;
  if (slash < 0) return { ...next, focus: 'executions' };
  const filter = parseFilter(words.slice(slash).join(' ').slice(1), filterContext(state));
  return typeof filter === 'string'
    ? withFlash(next, filter, 'warn')
    : { ...requery(next, { filter }), focus: 'executions' };
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
  const calm: State = list.settled ? state : { ...state, list: { ...list, settled: true } };
  if (binding === undefined) {
    const words = worksElsewhere(key);
    return noEffects(words === '' ? calm : withFlash(calm, words));
  }
  const why = binding.disabledReason?.(calm);
  return why === undefined ? binding.run(calm) : noEffects(withFlash(calm, why, 'warn'));
}

/** What a key does in the panes where it works; empty where there are none. */
function worksElsewhere(key: string): string {
  const panes = new Map<string, Set<string>>();
  for (const { keys, where, hint: short, help } of BINDINGS) {
    if (!keys.includes(key) || where === 'everywhere') continue;
    const what = short ?? help;
    panes.set(what, new Set([...(panes.get(what) ?? []), ...where]));
  }
  return [...panes]
    .map(([what, names]) => `${key} (${what}) works in ${[...names].join(', ')}`)
    .join('; ');
}
