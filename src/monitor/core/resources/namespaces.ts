import { keepObjects } from '../known-objects.ts';
import { ALL_NAMESPACES, watchKeyOf, watchKeys } from '../session.ts';
import type { State } from '../state.ts';
import { unsettleTables } from '../table/commands.ts';

/**
 * Returns the state that watches other namespaces; none are all of them. What the watches that go on
 * have told stays, and the rest goes with its watch.
 */
export function setNamespaces(before: State, namespaces: readonly string[]): State {
  const wanted = watchKeys(namespaces);
  const kept = new Set(watchKeys(before.session.namespaces).filter((key) => wanted.includes(key)));
  const isKept = (namespace = '') => kept.has(ALL_NAMESPACES) || kept.has(namespace);
  const feeds = new Map([...before.feeds].filter(([feed]) => kept.has(watchKeyOf(feed))));
  const session = { ...before.session, namespaces };
  const next = keepObjects({ ...before, session, feeds }, isKept);
  return kept.size > 0 ? next : unsettleTables(next);
}
