import { onAbort } from '../../kube/linked-abort.ts';

/** Lets one loop sleep until something has happened since it last looked. */
export class Wakeup {
  #pending = false;
  #wake: (() => void) | undefined;

  /** Something happened. */
  wake(): void {
    this.#pending = true;
    this.#wake?.();
  }

  /** Resolves at once if something happened since the last call, else when it does; or rejects. */
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
