/** A reader that waits for a slot. */
interface Waiter {
  readonly urgent: boolean;
  grant(): void;
}

/** Limits the number of logs that one client follows at once. Other logs wait. */
export class LogSlots {
  readonly #waiting: Waiter[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a slot if one is free. */
  tryTake(): boolean {
    if (this.#free === 0) return false;
    this.#free--;
    return true;
  }

  /** Resolves when it has a slot, urgent readers first; rejects if the signal is aborted before. */
  take(urgent: boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        urgent,
        grant() {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.push(waiter);
    });
  }

  /** Releases a slot, or passes it on to the next reader. */
  release(): void {
    const urgent = this.#waiting.findIndex((waiter) => waiter.urgent);
    const [next] = this.#waiting.splice(Math.max(0, urgent), 1);
    if (next) next.grant();
    else this.#free++;
  }
}
