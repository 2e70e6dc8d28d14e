import type { Clock } from '../kube/clock.ts';

interface Read<T> {
  readonly value: Promise<T>;
  /** When the read began, in milliseconds: its value is not older. */
  readonly at: number;
}

/**
 * Remembers recent reads, so that many callers ask the server once. A read that fails is not
 * remembered.
 */
export class RecentReads<T> {
  readonly #clock: Clock;
  readonly #maxAgeMs: number;
  readonly #reads = new Map<string, Read<T>>();

  constructor(clock: Clock, maxAgeMs: number) {
    this.#clock = clock;
    this.#maxAgeMs = maxAgeMs;
  }

  /**
   * Returns the value of a recent read or of one that is under way; else calls `load`. Other
   * callers may wait for the same read.
   */
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

  /** Remembers a value that another read returned, which began at this instant. */
  keep(key: string, value: T, at: number): void {
    this.#reads.set(key, { value: Promise.resolve(value), at });
  }

  /** Forgets a value: the next call reads it again. */
  forget(key: string): void {
    this.#reads.delete(key);
  }

  #dropOld(): void {
    const oldest = this.#clock.now() - this.#maxAgeMs;
    for (const [key, { at }] of this.#reads) if (at <= oldest) this.#reads.delete(key);
  }
}
