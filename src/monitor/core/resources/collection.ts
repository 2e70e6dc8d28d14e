import type { KubeObject } from '../../../api/metadata.ts';
import type { Difference } from './difference.ts';
import { compareValues, lowerBound, replaceRows } from './sorted.ts';

/**
 * Objects of one kind in the order of {@link compareKeys}, each key once. A change makes a new array in
 * which everything that did not change is the same object.
 */
export type Collection<T extends KubeObject> = readonly T[];

/** One change of a collection. Without an object: what had the key is gone. */
export interface Change<T extends KubeObject> {
  readonly key: string;
  readonly object?: T;
}

/** Returns `namespace/name`, which cursors and marks hold. */
export function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Compares two objects as their keys compare as strings. */
export function compareKeys(a: KubeObject, b: KubeObject): number {
  const one = a.metadata.namespace ?? '';
  const other = b.metadata.namespace ?? '';
  return one === other
    ? compareValues(a.metadata.name, b.metadata.name)
    : compareValues(`${one}/`, `${other}/`);
}

/** Returns the object of a key. */
export function findObject<T extends KubeObject>(all: Collection<T>, key: string): T | undefined {
  const slash = key.indexOf('/');
  const wanted = { metadata: { namespace: key.slice(0, slash), name: key.slice(slash + 1) } };
  const found = all[lowerBound(all, (object) => compareKeys(object, wanted))];
  return found && compareKeys(found, wanted) === 0 ? found : undefined;
}

/** A collection after some changes, and what changed. */
export interface Update<T extends KubeObject> {
  readonly all: Collection<T>;
  readonly difference: Difference<T>;
}

/** Returns the collection after some changes; of several with one key, the last holds. */
export function updateCollection<T extends KubeObject>(
  all: Collection<T>,
  changes: readonly Change<T>[],
): Update<T> {
  const newest = new Map<string, T | undefined>();
  for (const { key, object } of changes) newest.set(key, object);
  const removed = new Set<T>();
  const added: T[] = [];
  for (const [key, object] of newest) {
    const before = all.length === 0 ? undefined : findObject(all, key);
    if (before !== undefined && before === object) continue;
    if (before) removed.add(before);
    if (object) added.push(object);
  }
  const difference = { removed, added };
  return { all: replaceRows(all, removed, added, compareKeys), difference };
}
