/**
 * What one producer hands to one reader, who may be slow: of more than `capacity` values waiting the
 * oldest are dropped.
 */
export class Channel<T> {
  readonly #capacity: number;
  readonly #waiting: T[] = [];
  /** Calls of `next` that no value has come for. */
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

  /** Nothing more will come, and what still waits is dropped. */
  end(): void {
    this.#ended = true;
    this.#waiting.length = 0;
    for (const reader of this.#readers.splice(0)) reader({ done: true, value: undefined });
  }

  /**
   * The values, until the end. When the reader leaves, which also ends a `next` that waits, `onLeave` is
   * called.
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
