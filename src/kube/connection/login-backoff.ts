import type { Clock } from '../clock.ts';

/** How long after each failure in a row the next try may come. */
const PAUSES_MS = [30_000, 60_000, 300_000] as const;
/** Credentials that the server refuses sooner than this were not good when they were given. */
const GOOD_MS = 60_000;

/** How to log in, and who can ask for it. */
export interface LoginOptions<T> {
  /** Gets credentials, or fails with the error that every waiting request gets. */
  readonly logIn: () => Promise<T>;
  readonly clock: Clock;
  /** Ends with the connection: what it ends is no failure of the login. */
  readonly signal: AbortSignal;
  /** Whether a user is there who can ask for another try. */
  readonly hasUser: boolean;
}

/**
 * Logs in once for all who need it, and not again and again: each try may open a browser, or ask an
 * identity provider that is down. After a failure all get the same failure for half a minute, then for
 * one and for five minutes. After that it is tried only when the user asks for it, where there is one;
 * else every five minutes.
 */
export class LoginBackoff<T> {
  readonly #options: LoginOptions<T>;
  readonly #clock: Clock;
  #running: Promise<T> | undefined;
  #failures = 0;
  #failure: unknown;
  #failedAt = Number.NEGATIVE_INFINITY;
  #givenAt = Number.NEGATIVE_INFINITY;
  #refusals = 0;

  constructor(options: LoginOptions<T>) {
    this.#options = options;
    this.#clock = options.clock;
  }

  /** Waits for the login that is under way, or begins one. Fails as the last one did until the next is due. */
  logIn(): Promise<T> {
    this.#running ??= this.#attempt().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** The server refused the credentials. A second time in a row counts as a failure of the login. */
  refused(failure: unknown): void {
    const wereGood = this.#clock.now() - this.#givenAt >= GOOD_MS;
    this.#refusals = wereGood ? 1 : this.#refusals + 1;
    if (this.#refusals > 1) {
      this.#failures = this.#refusals - 2;
      this.#fail(failure);
    }
  }

  /** The user asks for it: it is tried at once. */
  forgive(): void {
    this.#failures = 0;
    this.#refusals = 0;
  }

  async #attempt(): Promise<T> {
    this.#assertDue();
    try {
      const credentials = await this.#options.logIn();
      this.#failures = 0;
      this.#givenAt = this.#clock.now();
      return credentials;
    } catch (error) {
      if (!this.#options.signal.aborted) this.#fail(error);
      throw error;
    }
  }

  #assertDue(): void {
    if (this.#failures === 0) return;
    const isLast = this.#failures > PAUSES_MS.length;
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length) - 1] ?? 0;
    const left = this.#failedAt + pause - this.#clock.now();
    if (left > 0 || (isLast && this.#options.hasUser)) throw this.#failure;
  }

  #fail(failure: unknown): void {
    this.#failures += 1;
    this.#failure = failure;
    this.#failedAt = this.#clock.now();
  }
}
