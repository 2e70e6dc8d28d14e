import type { Clock } from '../clock.ts';

/** Barks once when it has not been fed for `ms`. Feeding costs no timer. */
export class Watchdog {
  readonly #clock: Clock;
  readonly #bark: () => void;
  #ms: number;
  #fedAt: number;
  #cancel: () => void;

  constructor(clock: Clock, ms: number, bark: () => void) {
    this.#clock = clock;
    this.#bark = bark;
    this.#ms = ms;
    this.#fedAt = clock.now();
    this.#cancel = clock.after(ms, () => this.#look());
  }

  feed(): void {
    this.#fedAt = this.#clock.now();
  }

  /** From now on barks after another time of hunger. */
  allow(ms: number): void {
    this.#ms = ms;
    this.feed();
    this.#cancel();
    this.#cancel = this.#clock.after(ms, () => this.#look());
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const left = this.#fedAt + this.#ms - this.#clock.now();
    if (left <= 0) this.#bark();
    else this.#cancel = this.#clock.after(left, () => this.#look());
  }
}
