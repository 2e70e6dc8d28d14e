import { Backoff } from '../../kube/backoff.ts';
import type { Core } from '../scope.ts';

const MIN_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 30_000;

/**
 * When to look with a request for what a watch does not show: after two seconds, then after longer and
 * longer, up to half a minute.
 */
export class PollTimer {
  readonly #core: Core;
  readonly #backoff: Backoff;
  readonly #wake: () => void;
  #cancel: (() => void) | undefined;
  #isDue = false;

  /** `wake` is called when it is time. */
  constructor(core: Core, wake: () => void) {
    this.#core = core;
    this.#backoff = new Backoff(MIN_PAUSE_MS, MAX_PAUSE_MS, core.random);
    this.#wake = wake;
  }

  get isDue(): boolean {
    return this.#isDue;
  }

  /** It is wanted: sets the timer, unless it is set or due. */
  set(): void {
    if (this.#cancel || this.#isDue) return;
    this.#cancel = this.#core.clock.after(this.#backoff.next(), () => {
      this.#cancel = undefined;
      this.#isDue = true;
      this.#wake();
    });
  }

  /** Looked in vain: the next time is later. */
  restart(): void {
    this.#clear();
    this.set();
  }

  /** Nothing is looked for any more: the next time begins with the shortest pause. */
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
