import { onAbort } from '../../kube/linked-abort.ts';

/** Lets one loop sleep until something has happened since its last check. */
export class Wakeup {
  #pending = false;
  #wake: (() => void) | undefined;

  /** Wakes the loop. */
  wake(): void {
    this.#pending = true;
    this.#wake?.();
  }

  /**
   * Resolves at once if something happened since the last call, else when something happens.
   * Rejects if the signal is aborted.
   */
  async wait(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (!this.#pending) {
      await new Promise<void>((resolve, reject) => {
        const stopListening = onAbort(signal, () => reject(signal?.reason));
        this.#wake = () => {
          stopListening();
          resolve();
        };
      });
    }
    this.#pending = false;
    this.#wake = undefined;
  }
}
