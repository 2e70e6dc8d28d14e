import type { Clock } from '../kube/clock.ts';

interface Read<T> {
  readonly value: Promise<T>;
  /** When it was begun, in milliseconds: what it gives is not older. */
  readonly at: number;
}

/**
 * Remembers what was read a short while ago, so that many who need the same ask the server once. A read
 * that fails is not remembered.
 */
export class RecentReads<T> {
  readonly #clock: Clock;
  readonly #maxAgeMs: number;
  readonly #reads = new Map<string, Read<T>>();

  constructor(clock: Clock, maxAgeMs: number) {
    this.#clock = clock;
    this.#maxAgeMs = maxAgeMs;
  }

  /** What was read, or is being read; else what `load` reads now. Others may wait for it, too. */
  read(key: string, load: () => Promise<T>): Promise<T> {
    this.#dropOld();
    const known = this.#reads.get(key);
    if (known) return known.value;
    const read = { value: load(), at: this.#clock.now() };
    this.#reads.set(key, read);
    read.value.catch(() => {
      if (this.#reads.get(key) === read) this.#reads.delete(key);
    });
    return read.value;
  }

  /** Remembers what was read otherwise, by a read that began at this instant. */
  keep(key: string, value: T, at: number): void {
    this.#reads.set(key, { value: Promise.resolve(value), at });
  }

  /** The next who asks reads anew. */
  forget(key: string): void {
    this.#reads.delete(key);
  }

  #dropOld(): void {
    const oldest = this.#clock.now() - this.#maxAgeMs;
    for (const [key, { at }] of this.#reads) if (at <= oldest) this.#reads.delete(key);
  }
}
