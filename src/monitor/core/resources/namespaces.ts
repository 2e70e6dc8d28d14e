import { requery } from '../executions/requery.ts';
import { openSuspensions } from '../executions/waiting-on.ts';
import { ALL_NAMESPACES, watchKeyOf, watchKeys } from '../session.ts';
import type { State } from '../state.ts';

/**
 * Returns the state that watches other namespaces; none are all of them. What the watches that go on
 * have told stays, and the rest goes with its watch.
 */
export function setNamespaces(before: State, namespaces: readonly string[]): State {
  const state: State = { ...before, session: { ...before.session, namespaces } };
  const wanted = watchKeys(namespaces);
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
