import type { Clock } from '../kube/clock.ts';

/**
 * The local clock, corrected by the Date header of the server's answers.
 *
 * The header has whole seconds and an answer takes time, so it only bounds the server's clock.
 * While the local clock lies within these bounds, it is not corrected.
 */
export class ServerClock {
  readonly #clock: Clock;
  #correction = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds since 1970 by the server's clock. */
  now(): number {
    return this.#clock.now() + this.#correction;
  }

  /** Learns from one answer: when its request was sent, by the local clock, and its Date header. */
  learn(sentAt: number, serverTime: number | undefined): void {
    if (serverTime === undefined) return;
    const atLeast = serverTime - this.#clock.now();
    const below = serverTime + 1_000 - sentAt;
    this.#correction = Math.max(atLeast, Math.min(below, 0));
  }
}
