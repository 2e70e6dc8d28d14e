import type { Resource } from '../api/resources.ts';
import type { Stored } from './object.ts';

/** One write, as watches see it (ours). */
export interface WatchCacheEvent {
  /** What happened to it. */
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** Where its kind lives. */
  readonly resource: Resource;
  /** As it is now; of a deleted one, as it last was, with the version of its deletion. */
  readonly object: Stored;
  /** As it was before: what a filtered watch needs to tell "came in" from "changed". */
  readonly before: Stored | undefined;
  /** The object's version: a count of all writes to the cluster. */
  readonly version: number;
}

/** The latest changes, oldest first. What is older is forgotten, and asking for it is "expired". */
export class WatchCache {
  readonly #size: number;
  #changes: WatchCacheEvent[] = [];
  #forgottenUpTo: number;

  constructor(size: number, version: number) {
    this.#size = size;
    this.#forgottenUpTo = version;
  }

  /** The oldest version that a watch may start from. */
  get oldest(): number {
    return this.#forgottenUpTo;
  }

  add(change: WatchCacheEvent): void {
    this.#changes.push(change);
    // Dropped in blocks: taking the first off a long array on every write would cost more.
    if (this.#changes.length > this.#size * 1.25) this.#forget(this.#size);
  }

  /** All changes after a version that is not older than `oldest`. */
  since(version: number): readonly WatchCacheEvent[] {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#changes[middle]?.version ?? 0) <= version) low = middle + 1;
      else high = middle;
    }
    return this.#changes.slice(low);
  }

  /** Forgets everything up to this version. */
  forgetUpTo(version: number): void {
    this.#changes = [];
    this.#forgottenUpTo = version;
  }

  #forget(keep: number): void {
    const dropped = this.#changes.splice(0, this.#changes.length - keep);
    this.#forgottenUpTo = dropped.at(-1)?.version ?? this.#forgottenUpTo;
  }
}
