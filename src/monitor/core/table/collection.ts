import type { KubeObject } from '../../../api/metadata.ts';
import { compareValues, insertRows, lowerBound, removeRows } from './sorted.ts';

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
  const found = all[lowerBound(all, (object) => compareValues(keyOf(object), key))];
  return found && keyOf(found) === key ? found : undefined;
}

/** Returns the collection after some changes; of several with one key, the last holds. */
export function updateCollection<T extends KubeObject>(
  all: Collection<T>,
  changes: readonly Change<T>[],
): Collection<T> {
  const newest = new Map<string, T | undefined>();
  for (const { key, object } of changes) newest.set(key, object);
  const gone = new Set<T>();
  const added: T[] = [];
  for (const [key, object] of newest) {
    const before = all.length === 0 ? undefined : findObject(all, key);
    if (before !== undefined && before === object) continue;
    if (before) gone.add(before);
    if (object) added.push(object);
  }
  return insertRows(removeRows(all, gone, compareKeys), added, compareKeys);
}
