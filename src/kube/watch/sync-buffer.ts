import { KubeError } from '../errors.ts';
import { projectionMessage } from '../messages.ts';
import type { Store } from './store.ts';
import { type DataEvent, endsInitialSet, keyOf, type RawObject } from './watch-events.ts';

/** What an intake puts where. */
export interface SyncBufferOptions<T> {
  readonly store: Store<T>;
  readonly path: string;
  readonly project: (raw: unknown) => T | undefined;
}

/**
 * Puts what arrives into the store, and keeps track of the version it has come to.
 *
 * A first set goes straight in, so that it can be seen to arrive. Any other is gathered aside and
 * replaces the old one when it is complete; until then the old one stays as it is.
 */
export class SyncBuffer<T> {
  /** From where a watch may go on. */
  version = '';
  /** How many whole sets were taken in. */
  sets = 0;
  /** Why the last object that was left out is left out. */
  problem: KubeError | undefined;
  readonly #store: Store<T>;
  readonly #path: string;
  readonly #project: (raw: unknown) => T | undefined;
  #gathering = false;
  #aside: Map<string, T> | undefined;

  constructor(options: SyncBufferOptions<T>) {
    this.#store = options.store;
    this.#path = options.path;
    this.#project = options.project;
  }

  /** True from `begin` until the set is complete. */
  get gathering(): boolean {
    return this.#gathering;
  }

  /** A whole set will follow. What was gathered of an earlier one is dropped. */
  begin(): void {
    this.#gathering = true;
    this.#aside = this.sets > 0 || this.#store.size > 0 ? new Map() : undefined;
  }

  /** Takes in a part of a whole set. */
  page(objects: readonly RawObject[]): void {
    this.#store.transaction(() => {
      for (const object of objects) this.#put(keyOf(object), object);
    });
  }

  /** The set is whole, and of this version. */
  complete(version: string): void {
    if (this.#aside) this.#store.replace(this.#aside);
    this.#aside = undefined;
    this.#gathering = false;
    this.version = version;
    this.sets += 1;
  }

  /** Takes in events: of a whole set until the bookmark that ends it, and then as they happen. */
  events(events: readonly DataEvent[]): void {
    this.#store.transaction(() => {
      for (const event of events) this.#event(event);
    });
  }

  #event(event: DataEvent): void {
    const version = event.object.metadata?.resourceVersion ?? '';
    if (this.#gathering && endsInitialSet(event)) {
      this.complete(version);
      return;
    }
    if (event.type !== 'BOOKMARK') {
      const key = keyOf(event.object);
      if (event.type === 'DELETED') this.#remove(key);
      else this.#put(key, event.object);
    }
    // The objects of a set come in no order: their versions say nothing about where it ends.
    if (!this.#gathering && version !== '') this.version = version;
  }

  #put(key: string | undefined, object: RawObject): void {
    if (key === undefined) return;
    const item = this.#slim(key, object);
    if (item === undefined) this.#remove(key);
    else if (this.#aside) this.#aside.set(key, item);
    else this.#store.apply(item);
  }

  #remove(key: string | undefined): void {
    if (key === undefined) return;
    if (this.#aside) this.#aside.delete(key);
    else this.#store.delete(key);
  }

  /** One object that cannot be read must not keep all others from being seen. */
  #slim(key: string, object: RawObject): T | undefined {
    try {
      return this.#project(object);
    } catch (cause) {
      this.problem = new KubeError('Unreadable', projectionMessage(key, this.#path), { cause });
      return undefined;
    }
  }
}
