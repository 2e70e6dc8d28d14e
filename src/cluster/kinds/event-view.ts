import { EVENTS } from '../../api/resources.ts';
import type { Draft, Stored } from '../object.ts';
import type { View } from './kind.ts';

/** How fields of a v1 Event are called in events.k8s.io/v1. What is not named here is called alike. */
const RENAMED: readonly (readonly [core: string, events: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];

const views = new WeakMap<Stored, Stored>();

/** events.k8s.io/v1: the stored v1 Events under the names of the newer API. */
export const EVENT_VIEW: View = {
  of: EVENTS,
  read(object) {
    const known = views.get(object);
    if (known) return known;
    const view: Stored = { ...renameFields(object, 0, 1), apiVersion: 'events.k8s.io/v1' };
    views.set(object, view);
    return view;
  },
  write: (draft) => renameFields(draft, 1, 0),
};

/** The object with each field of the one vocabulary under its name in the other. */
function renameFields<T extends Draft>(object: T, from: 0 | 1, to: 0 | 1): T {
  const names = new Map(RENAMED.map((pair) => [pair[from], pair[to]]));
  const entries = Object.entries(object).map(([key, value]) => [names.get(key) ?? key, value]);
  return Object.fromEntries(entries) as T;
}
