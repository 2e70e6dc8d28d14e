import { keyOf, type Stored } from './object.ts';
import type { WatchCacheEvent } from './watch-cache.ts';

/** The objects of one resource, by key, with the order of lists kept ready. */
export class Collection {
  readonly #objects = new Map<string, Stored>();
  #keys: string[] = [];
  #sorted = true;
  #lastChange = 0;

  /** Version of the last write to this resource. */
  get lastChange(): number {
    return this.#lastChange;
  }

  get(key: string): Stored | undefined {
    return this.#objects.get(key);
  }

  put(key: string, object: Stored, version: number): void {
    if (!this.#objects.has(key)) {
      this.#sorted = this.#sorted && key > (this.#keys.at(-1) ?? '');
      this.#keys.push(key);
    }
    this.#objects.set(key, object);
    this.#lastChange = version;
  }

  remove(key: string, version: number): void {
    this.#objects.delete(key);
    this.#lastChange = version;
  }

  /** Every object, sorted by namespace and name as etcd sorts keys. */
  list(): readonly Stored[] {
    if (this.#keys.length !== this.#objects.size) {
      this.#keys = [...this.#objects.keys()];
      this.#sorted = false;
    }
    if (!this.#sorted) this.#keys.sort(byCodeUnit);
    this.#sorted = true;
    const objects: Stored[] = [];
    for (const key of this.#keys) {
      const object = this.#objects.get(key);
      if (object) objects.push(object);
    }
    return objects;
  }

  /** The list as it was before these later changes of this resource, given oldest first. */
  rewound(changes: readonly WatchCacheEvent[]): readonly Stored[] {
    const objects = new Map(this.#objects);
    for (const { object, before } of changes.toReversed()) {
      const key = keyOf(object.metadata.namespace, object.metadata.name);
      if (before) objects.set(key, before);
      else objects.delete(key);
    }
    return [...objects.entries()].sort(([a], [b]) => byCodeUnit(a, b)).map(([, object]) => object);
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
