import { Backoff } from '../../kube/backoff.ts';
import type { Core } from '../scope.ts';

const MIN_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 30_000;

/**
 * When to poll for what a watch does not show: after two seconds, then after growing pauses of up
 * to half a minute.
 */
export class PollTimer {
  readonly #core: Core;
  readonly #backoff: Backoff;
  readonly #wake: () => void;
  #cancel: (() => void) | undefined;
  #isDue = false;

  /** `wake` is called when a poll is due. */
  constructor(core: Core, wake: () => void) {
    this.#core = core;
    this.#backoff = new Backoff(MIN_PAUSE_MS, MAX_PAUSE_MS, core.random);
    this.#wake = wake;
  }

  get isDue(): boolean {
    return this.#isDue;
  }

  /** Starts the timer, unless it runs or a poll is due. */
  set(): void {
    if (this.#cancel || this.#isDue) return;
    this.#cancel = this.#core.clock.after(this.#backoff.next(), () => {
      this.#cancel = undefined;
      this.#isDue = true;
      this.#wake();
    });
  }

  /** Starts the timer again after a poll that found nothing, with a longer pause. */
  restart(): void {
    this.#clear();
    this.set();
  }

  /** Stops the timer: the next poll starts with the shortest pause. */
  reset(): void {
    this.#clear();
    this.#backoff.reset();
  }

  #clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isDue = false;
  }
}
