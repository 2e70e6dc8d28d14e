const SECOND_MS = 1_000;
/** Where nothing moves: still sooner than a user would notice. */
const SELDOM_MS = 5_000;

/**
 * Ticks once a second while that changes the screen, since spans are told in seconds there. While it
 * does not, ticks come half as often each time, down to one in five seconds: a night's quiet screen
 * should cost nothing.
 */
export class AdaptiveTicker {
  readonly #after: (ms: number, run: () => void) => () => void;
  readonly #tick: () => void;
  #interval = SECOND_MS;
  #moved = false;
  #disarm: () => void = () => undefined;

  constructor(after: (ms: number, run: () => void) => () => void, tick: () => void) {
    this.#after = after;
    this.#tick = tick;
    this.#arm();
  }

  /** Something on the screen changed: time may change it, too. */
  moved(): void {
    this.#moved = true;
    if (this.#interval === SECOND_MS) return;
    this.#interval = SECOND_MS;
    this.#disarm();
    this.#arm();
  }

  /** Ends the ticks. */
  stop(): void {
    this.#disarm();
  }

  #arm(): void {
    this.#disarm = this.#after(this.#interval, () => {
      this.#interval = this.#moved ? SECOND_MS : Math.min(2 * this.#interval, SELDOM_MS);
      this.#moved = false;
      this.#arm();
      this.#tick();
    });
  }
}
