/**
 * Passes values from one producer to one reader, which may be slow: if more than `capacity` values
 * wait, the oldest are dropped.
 */
export class Channel<T> {
  readonly #capacity: number;
  readonly #waiting: T[] = [];
  /** Calls of `next` that wait for a value. */
  readonly #readers: ((result: IteratorResult<T, undefined>) => void)[] = [];
  #ended = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  put(value: T): void {
    if (this.#ended) return;
    const reader = this.#readers.shift();
    if (reader) {
      reader({ done: false, value });
      return;
    }
    this.#waiting.push(value);
    if (this.#waiting.length > this.#capacity) this.#waiting.shift();
  }

  /** Ends the channel and drops the values that still wait. */
  end(): void {
    this.#ended = true;
    this.#waiting.length = 0;
    for (const reader of this.#readers.splice(0)) reader({ done: true, value: undefined });
  }

  /**
   * The values, until the end. Calls `onLeave` when the reader leaves, which also ends a `next`
   * that waits.
   */
  read(onLeave: () => void): AsyncIterableIterator<T> {
    return {
      next: () => this.#next(),
      return: async () => {
        this.end();
        onLeave();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #next(): Promise<IteratorResult<T, undefined>> {
    const [value] = this.#waiting.splice(0, 1);
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#readers.push(resolve));
  }
}
