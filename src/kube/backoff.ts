import type { Random } from './clock.ts';

/** Waits that double from `firstMs` to `capMs`, each stretched by chance up to twice its length. */
export class Backoff {
  readonly #firstMs: number;
  readonly #capMs: number;
  readonly #random: Random;
  #nextMs: number;

  constructor(firstMs: number, capMs: number, random: Random) {
    this.#firstMs = firstMs;
    this.#capMs = capMs;
    this.#random = random;
    this.#nextMs = firstMs;
  }

  /** Milliseconds to wait now; the next wait is longer. */
  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(ms * 2, this.#capMs);
    return Math.min(ms * (1 + this.#random()), this.#capMs);
  }

  reset(): void {
    this.#nextMs = this.#firstMs;
  }
}

/** Before a reflector tries again: how long depends on what it waits for. */
export type Wait =
  | 'none'
  /** A first retry within half a second if all was well before, then 0.8 s and longer. */
  | 'backoff'
  /** The server is coming up: it takes a moment, not a minute. */
  | 'starting'
  /** Someone may log in elsewhere. */
  | 'login'
  /** Someone may grant the right. */
  | 'grant'
  /** Someone may install the kind. */
  | 'install'
  /** Until the next listing of a kind that cannot be watched. */
  | 'poll';

/** A step that took so long was not ended at once. */
const LONG_STEP_MS = 5_000;
/** How many shorter ones may follow each other without a wait. */
const HASTY_STEPS = 10;

/** The waits of one reflector, which grow until it is well again. */
export class RetryDelays {
  readonly #random: Random;
  readonly #network: Backoff;
  readonly #login: Backoff;
  readonly #install: Backoff;
  readonly #hurry: Backoff;
  #hasty = 0;
  #wasWell = false;

  constructor(random: Random) {
    this.#random = random;
    this.#network = new Backoff(800, 30_000, random);
    this.#login = new Backoff(5_000, 30_000, random);
    this.#install = new Backoff(5_000, 60_000, random);
    this.#hurry = new Backoff(500, 15_000, random);
  }

  /** Milliseconds to wait now. */
  next(wait: Wait): number {
    // Steps that are short because of what is waited for now say nothing of haste.
    this.#calmDown();
    switch (wait) {
      case 'none':
        return 0;
      case 'backoff':
        return this.#wasWell ? this.#soon() : this.#network.next();
      case 'starting':
        return between(250, 500, this.#random);
      case 'login':
        return this.#login.next();
      case 'grant':
        return between(30_000, 60_000, this.#random);
      case 'install':
        return this.#install.next();
      case 'poll':
        return 5_000;
    }
  }

  /**
   * Milliseconds to wait after a step that needs no wait by itself, and that took so long. A few short
   * ones in a row are usual; a server that ends all of them at once would be asked without a pause.
   */
  afterStep(tookMs: number): number {
    if (tookMs >= LONG_STEP_MS) {
      this.#calmDown();
      return 0;
    }
    this.#hasty += 1;
    return this.#hasty <= HASTY_STEPS ? 0 : this.#hurry.next();
  }

  /** All is well: the next trouble is met from the shortest wait. */
  reset(): void {
    this.#wasWell = true;
    this.#network.reset();
    this.#login.reset();
    this.#install.reset();
  }

  #calmDown(): void {
    this.#hasty = 0;
    this.#hurry.reset();
  }

  #soon(): number {
    this.#wasWell = false;
    return between(100, 500, this.#random);
  }
}

/** A number of milliseconds in a range. */
export function between(least: number, most: number, random: Random): number {
  return least + (most - least) * random();
}
