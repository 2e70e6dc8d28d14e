/**
 * What one producer hands to one reader, who may be slow: of more than `capacity` values waiting the
 * oldest are dropped.
 */
export class Channel<T> {
  readonly #capacity: number;
  readonly #waiting: T[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  put(value: T): void {
    if (this.#ended) return;
    this.#waiting.push(value);
    if (this.#waiting.length > this.#capacity) this.#waiting.shift();
    this.#wake?.();
  }

  /** Nothing more will come, and what still waits is dropped. */
  end(): void {
    this.#ended = true;
    this.#waiting.length = 0;
    this.#wake?.();
  }

  /** The values, until the end. `onLeave` is called when the reader has gone. */
  async *read(onLeave: () => void): AsyncGenerator<T, void> {
    try {
      for (;;) {
        const next = this.#waiting.shift();
        if (next !== undefined) yield next;
        else if (this.#ended) return;
        else await this.#something();
      }
    } finally {
      onLeave();
    }
  }

  async #something(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }
}
