import { callListeners } from '../call-listeners.ts';

/** How a store tells its items apart. */
export interface Identity<T> {
  /** `namespace/name`; only `name` for what lives in no namespace. */
  key(item: T): string;
  uid(item: T): string;
  /** The resource version: opaque, compared for equality only. */
  version(item: T): string;
}

/** What happened to one item (ours). */
export type StoreChange<T> =
  | { readonly type: 'added'; readonly item: T }
  | { readonly type: 'updated'; readonly item: T; readonly previous: T }
  /** `unseen`: it was deleted while no watch was open, and `item` is its last known state. */
  | { readonly type: 'deleted'; readonly item: T; readonly unseen: boolean };

/** Hears what changed, in order. One call per transaction, never an empty one (ours). */
export type ChangeListener<T> = (changes: readonly StoreChange<T>[]) => void;

/** Under which values an item is found in an index (ours). */
export type ValuesOf<T> = (item: T) => string | readonly string[] | undefined;

/** Finds items by something other than their key (ours). */
export interface Index<T> {
  /** All items that have this value, in no order. */
  get(value: string): T[];
}

/** The one key of a value, or several: most values have one, and a set is 200 bytes. */
type Bucket = string | Set<string>;

class StoreIndex<T> implements Index<T> {
  readonly #buckets = new Map<string, Bucket>();
  readonly #items: ReadonlyMap<string, T>;
  readonly #valuesOf: ValuesOf<T>;

  constructor(items: ReadonlyMap<string, T>, valuesOf: ValuesOf<T>) {
    this.#items = items;
    this.#valuesOf = valuesOf;
    for (const [key, item] of items) this.move(key, undefined, item);
  }

  get(value: string): T[] {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) return [];
    const found: T[] = [];
    for (const key of typeof bucket === 'string' ? [bucket] : bucket) {
      const item = this.#items.get(key);
      if (item !== undefined) found.push(item);
    }
    return found;
  }

  move(key: string, previous: T | undefined, item: T | undefined): void {
    const before = previous === undefined ? undefined : this.#valuesOf(previous);
    const after = item === undefined ? undefined : this.#valuesOf(item);
    if (typeof before !== 'object' && before === after) return;
    for (const value of toList(before)) this.#remove(value, key);
    for (const value of toList(after)) this.#add(value, key);
  }

  #add(value: string, key: string): void {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) this.#buckets.set(value, key);
    else if (typeof bucket === 'object') bucket.add(key);
    else if (bucket !== key) this.#buckets.set(value, new Set([bucket, key]));
  }

  #remove(value: string, key: string): void {
    const bucket = this.#buckets.get(value);
    if (typeof bucket === 'object') bucket.delete(key);
    if (bucket === key || (typeof bucket === 'object' && bucket.size === 0)) {
      this.#buckets.delete(value);
    }
  }
}

function toList(values: string | readonly string[] | undefined): readonly string[] {
  if (values === undefined) return [];
  return typeof values === 'string' ? [values] : values;
}

/**
 * The current set of objects of one kind, as far as it is known (ours).
 *
 * An object that was deleted and created again under its name is reported as a deletion and an addition.
 * The same version again is no event. Listeners hear one call per transaction, after all of it
 * has been applied.
 */
export class Store<T> {
  /** @internal */
  readonly identity: Identity<T>;
  readonly #items = new Map<string, T>();
  readonly #indexes = new Map<string, StoreIndex<T>>();
  readonly #listeners = new Set<ChangeListener<T>>();
  #changes: StoreChange<T>[] = [];
  #depth = 0;

  /** @internal */
  constructor(identity: Identity<T>) {
    this.identity = identity;
  }

  /** How many items there are. */
  get size(): number {
    return this.#items.size;
  }

  /** The item of that key, `namespace/name`; undefined if there is none. */
  get(key: string): T | undefined {
    return this.#items.get(key);
  }

  /** All items, in no order. */
  values(): IterableIterator<T> {
    return this.#items.values();
  }

  /** The index of that name; the first call makes it, later ones find it. */
  index(name: string, valuesOf: ValuesOf<T>): Index<T> {
    const known = this.#indexes.get(name);
    if (known) return known;
    const made = new StoreIndex(this.#items, valuesOf);
    this.#indexes.set(name, made);
    return made;
  }

  /** Calls back after every transaction that changed something. Returns how to end that. */
  subscribe(listener: ChangeListener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Adds an item, or puts it in the place of the one with its key.
   * @internal
   */
  apply(item: T): void {
    const key = this.identity.key(item);
    const previous = this.#items.get(key);
    if (previous === undefined) {
      this.#put(key, undefined, item, { type: 'added', item });
    } else if (this.identity.uid(previous) !== this.identity.uid(item)) {
      this.transaction(() => {
        this.delete(key, true);
        this.#put(key, undefined, item, { type: 'added', item });
      });
    } else if (this.identity.version(previous) !== this.identity.version(item)) {
      this.#put(key, previous, item, { type: 'updated', item, previous });
    }
  }

  /**
   * Removes an item. `unseen` says that its deletion was not watched.
   * @internal
   */
  delete(key: string, unseen = false): void {
    const item = this.#items.get(key);
    if (item !== undefined) this.#put(key, item, undefined, { type: 'deleted', item, unseen });
  }

  /**
   * Makes `items` the whole set, in one transaction.
   * @internal
   */
  replace(items: ReadonlyMap<string, T>): void {
    this.transaction(() => {
      for (const key of this.#items.keys()) if (!items.has(key)) this.delete(key, true);
      for (const item of items.values()) this.apply(item);
    });
  }

  /**
   * Runs several changes and notifies the listeners once, when the outermost one is done.
   * @internal
   */
  transaction(run: () => void): void {
    this.#depth += 1;
    try {
      run();
    } finally {
      this.#depth -= 1;
      this.#notify();
    }
  }

  #put(key: string, previous: T | undefined, item: T | undefined, change: StoreChange<T>): void {
    if (item === undefined) this.#items.delete(key);
    else this.#items.set(key, item);
    for (const index of this.#indexes.values()) index.move(key, previous, item);
    if (this.#listeners.size > 0) this.#changes.push(change);
    this.#notify();
  }

  #notify(): void {
    if (this.#depth > 0 || this.#changes.length === 0) return;
    const changes = this.#changes;
    this.#changes = [];
    callListeners(this.#listeners, changes);
  }
}
