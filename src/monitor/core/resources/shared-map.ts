/**
 * A map from strings that never changes. A change makes another map and copies a 256th of the entries;
 * the rest is shared, so that a change among 10,000 entries copies about 40.
 */
export type SharedMap<V> = readonly (ReadonlyMap<string, V> | undefined)[];

/** A power of two. */
const BUCKETS = 256;

export const EMPTY_MAP: SharedMap<never> = Array.from({ length: BUCKETS }, () => undefined);

/** Returns the value of a key. */
export function getValue<V>(map: SharedMap<V>, key: string): V | undefined {
  return map[bucketOf(key)]?.get(key);
}

/** Returns the map with other values under some keys. A key without a value is taken out. */
export function setValues<V>(
  map: SharedMap<V>,
  changes: Iterable<readonly [string, V | undefined]>,
): SharedMap<V> {
  const next = map.slice();
  const copied = new Map<number, Map<string, V>>();
  for (const [key, value] of changes) {
    const at = bucketOf(key);
    let bucket = copied.get(at);
    if (bucket === undefined) {
      bucket = new Map(map[at]);
      copied.set(at, bucket);
      next[at] = bucket;
    }
    if (value === undefined) bucket.delete(key);
    else bucket.set(key, value);
  }
  for (const [at, bucket] of copied) if (bucket.size === 0) next[at] = undefined;
  return next;
}

/** Returns all values, in no order. */
export function* valuesOf<V>(map: SharedMap<V>): Generator<V> {
  for (const bucket of map) if (bucket !== undefined) yield* bucket.values();
}

/** Spreads keys that differ in any place: the FNV-1a hash of their UTF-16 code units. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
}
