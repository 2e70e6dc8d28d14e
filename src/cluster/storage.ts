import type { KubeObject } from '../api/metadata.ts';
import type { Resource } from '../api/resources.ts';
import { type ClusterClock, systemClock } from './clock.ts';
import { Collection } from './collection.ts';
import {
  beginDeletion,
  type CreatedObject,
  isHeld,
  type Propagation,
  prepareForCreate,
  prepareForUpdate,
} from './lifecycle.ts';
import { type ApiObject, type Draft, keyOf, qualifiedName, type Stored } from './object.ts';
import { alreadyExists } from './status.ts';
import { WatchCache, type WatchCacheEvent } from './watch-cache.ts';

const FIRST_VERSION = 1;

/**
 * What the API server keeps: every object of every resource, one version counter over all, and the
 * latest changes for watches. It gives names, uids, times and generations, and keeps an object with
 * finalizers until the last is gone; it does not validate. A caller that is not a client over HTTP (a
 * world, the garbage collector, a test) reads and writes here, and watches see it (ours).
 */
export class Storage {
  /** What creation and deletion times go by. */
  readonly clock: ClusterClock;
  readonly #collections = new Map<string, Collection>();
  readonly #history: WatchCache;
  readonly #listeners = new Set<(change: WatchCacheEvent) => void>();
  readonly #pending: WatchCacheEvent[] = [];
  #version = FIRST_VERSION;

  /** @internal */
  constructor(options: { readonly clock?: ClusterClock; readonly historySize?: number } = {}) {
    this.clock = options.clock ?? systemClock;
    this.#history = new WatchCache(options.historySize ?? 5_000, FIRST_VERSION);
  }

  /** The version of the latest write to anything: a count of all writes. */
  get version(): number {
    return this.#version;
  }

  /**
   * The oldest version, counted the same, from which a watch can still be served; before it: 410
   * Expired.
   */
  get oldestVersion(): number {
    return this.#history.oldest;
  }

  /** Stores a new object, or throws AlreadyExists. A name is made from generateName if it has none. */
  create<T extends Draft>(resource: Resource, draft: T): Stored<T> {
    const object = prepareForCreate(resource, draft, this.clock.now());
    const { namespace, name } = object.metadata;
    if (this.get(resource, namespace, name)) throw alreadyExists(resource, name);
    return this.#write('ADDED', resource, object, undefined) as Stored<T>;
  }

  /** The object as it is now. The caller names the type that the resource has. */
  get<T extends KubeObject = ApiObject>(
    resource: Resource,
    namespace: string | undefined,
    name: string,
  ): Stored<T> | undefined {
    return this.#collection(resource).get(keyOf(namespace, name)) as Stored<T> | undefined;
  }

  /** All objects of the resource, or those of one namespace, sorted by namespace and name. */
  list<T extends KubeObject = ApiObject>(
    resource: Resource,
    namespace?: string,
  ): readonly Stored<T>[] {
    const all = this.#collection(resource).list() as readonly Stored<T>[];
    return namespace === undefined ? all : all.filter((o) => o.metadata.namespace === namespace);
  }

  /** The list as it was at a version between `oldestVersion` and now. */
  listAt(resource: Resource, version: number): readonly Stored[] {
    const collection = this.#collection(resource);
    if (collection.lastChange <= version) return collection.list();
    const id = qualifiedName(resource);
    return collection.rewound(
      this.changesSince(version).filter((c) => qualifiedName(c.resource) === id),
    );
  }

  /**
   * Replaces an object by what `mutate` makes of it, or returns undefined if there is none. Status is
   * part of the object here. Nothing changed: no new version. An object under deletion whose last
   * finalizer goes is deleted.
   */
  update<T extends KubeObject = ApiObject>(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    mutate: (object: Stored<T>) => Draft,
  ): Stored<T> | undefined {
    const before = this.#collection(resource).get(keyOf(namespace, name));
    if (!before) return undefined;
    const next = prepareForUpdate(before, mutate(before as Stored<T>));
    if (next === before) return before as Stored<T>;
    const over = next.metadata.deletionTimestamp !== undefined && !isHeld(next);
    return this.#write(over ? 'DELETED' : 'MODIFIED', resource, next, before) as Stored<T>;
  }

  /**
   * Deletes an object, or, while it has finalizers, begins to. Its dependents follow as the
   * propagation says. Returns it as it then is, or undefined if there was none.
   */
  delete(
    resource: Resource,
    namespace: string | undefined,
    name: string,
    propagation: Propagation = 'Background',
  ): Stored | undefined {
    const before = this.#collection(resource).get(keyOf(namespace, name));
    if (!before) return undefined;
    const next = beginDeletion(before, propagation, this.clock.now());
    if (!isHeld(next)) return this.#write('DELETED', resource, before, before);
    return next === before ? before : this.#write('MODIFIED', resource, next, before);
  }

  /**
   * Calls back on every later write, in order, before the write returns; a write that a listener
   * makes is reported after the one it heard. The error of a listener that throws reaches the writer, whose
   * write stands, once all others have been called. Returns what ends it.
   */
  onChange(listener: (change: WatchCacheEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The changes after a version that is not older than `oldestVersion`, oldest first. */
  changesSince(version: number): readonly WatchCacheEvent[] {
    return this.#history.since(version);
  }

  /** As etcd's compaction: every version that was handed out so far expires. */
  forgetHistory(): void {
    this.#version += 1;
    this.#history.forgetUpTo(this.#version);
  }

  #collection(resource: Resource): Collection {
    const id = qualifiedName(resource);
    const known = this.#collections.get(id);
    if (known) return known;
    const collection = new Collection();
    this.#collections.set(id, collection);
    return collection;
  }

  #write(
    type: WatchCacheEvent['type'],
    resource: Resource,
    state: CreatedObject,
    before: Stored | undefined,
  ): Stored {
    this.#version += 1;
    const version = this.#version;
    const metadata = { ...state.metadata, resourceVersion: String(version) };
    const object = { ...state, metadata } as Stored;
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const collection = this.#collection(resource);
    if (type === 'DELETED') collection.remove(key, version);
    else collection.put(key, object, version);
    const change: WatchCacheEvent = { type, resource, object, before, version };
    this.#history.add(change);
    this.#notify(change);
    return object;
  }

  /** Calls every listener. One that throws keeps nothing from the others; the writer gets its error. */
  #notify(change: WatchCacheEvent): void {
    this.#pending.push(change);
    if (this.#pending.length > 1) return;
    const failures: unknown[] = [];
    for (let next = this.#pending[0]; next; next = this.#pending[0]) {
      for (const listener of this.#listeners) {
        try {
          listener(next);
        } catch (failure) {
          failures.push(failure);
        }
      }
      this.#pending.shift();
    }
    if (failures.length > 0) throw failures[0];
  }
}
