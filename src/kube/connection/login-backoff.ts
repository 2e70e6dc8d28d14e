import type { Clock } from '../clock.ts';

/** How long after each failure in a row the next try may come. */
const PAUSES_MS = [30_000, 60_000, 300_000] as const;
/** Credentials that the server refuses sooner than this were not good when they were given. */
const GOOD_MS = 60_000;

/**
 * When a login may be tried again: each try may open a browser. After a failure all who need it get the
 * same failure for half a minute, then for one and for five minutes. After that it is tried only when
 * the user asks for it, where there is one; else every five minutes.
 */
export class LoginBackoff {
  readonly #clock: Clock;
  readonly #hasUser: boolean;
  #failures = 0;
  #failure: unknown;
  #failedAt = Number.NEGATIVE_INFINITY;
  #givenAt = Number.NEGATIVE_INFINITY;
  #refusals = 0;

  constructor(clock: Clock, hasUser: boolean) {
    this.#clock = clock;
    this.#hasUser = hasUser;
  }

  /** Fails as the last try did, unless another may be made. */
  assertDue(): void {
    if (this.#failures === 0) return;
    const isLast = this.#failures > PAUSES_MS.length;
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length) - 1] ?? 0;
    const left = this.#failedAt + pause - this.#clock.now();
    if (left > 0 || (isLast && this.#hasUser)) throw this.#failure;
  }

  failed(failure: unknown): void {
    this.#failures += 1;
    this.#failure = failure;
    this.#failedAt = this.#clock.now();
  }

  /** Credentials came. */
  succeeded(): void {
    this.#failures = 0;
    this.#givenAt = this.#clock.now();
  }

  /** The server refused them. A second time in a row counts as a failure of the login. */
  refused(failure: unknown): void {
    const wereGood = this.#clock.now() - this.#givenAt >= GOOD_MS;
    this.#refusals = wereGood ? 1 : this.#refusals + 1;
    if (this.#refusals > 1) {
      this.#failures = this.#refusals - 2;
      this.failed(failure);
    }
  }

  /** The user asks for it: it is tried at once. */
  forgive(): void {
    this.#failures = 0;
    this.#refusals = 0;
  }
}
