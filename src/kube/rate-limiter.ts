import { type Clock, systemClock } from './clock.ts';

interface Waiter {
  readonly go: () => void;
}

/**
 * A token bucket with the numbers of client-go: full at the start, `qps` tokens a second, at most
 * `burst` of them kept. Waiters go in the order they came, a person's before background ones.
 */
export class RateLimiter {
  readonly #qps: number;
  readonly #burst: number;
  readonly #clock: Clock;
  readonly #queues: Readonly<Record<'person' | 'background', Set<Waiter>>> = {
    person: new Set(),
    background: new Set(),
  };
  #tokens: number;
  #countedAt: number;
  #cancelTimer: (() => void) | undefined;

  constructor(qps: number, burst: number, clock: Clock = systemClock) {
    this.#qps = qps;
    this.#burst = burst;
    this.#clock = clock;
    this.#tokens = burst;
    this.#countedAt = clock.now();
  }

  /** How many wait for a token. */
  get waiting(): number {
    return this.#queues.person.size + this.#queues.background.size;
  }

  /** Resolves with a token taken; rejects with the signal's reason, and then none is taken. */
  take(priority: 'person' | 'background', signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const queue = this.#queues[priority];
      const onAbort = () => {
        queue.delete(waiter);
        this.#serve();
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        go: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      queue.add(waiter);
      this.#serve();
    });
  }

  #serve(): void {
    this.#count();
    for (const queue of [this.#queues.person, this.#queues.background]) {
      for (const waiter of queue) {
        if (this.#tokens < 1) break;
        this.#tokens -= 1;
        queue.delete(waiter);
        waiter.go();
      }
    }
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.waiting === 0) return;
    const missing = Math.ceil(((1 - this.#tokens) / this.#qps) * 1000);
    this.#cancelTimer = this.#clock.after(missing, () => this.#serve());
  }

  #count(): void {
    const now = this.#clock.now();
    const earned = (Math.max(0, now - this.#countedAt) / 1000) * this.#qps;
    this.#tokens = Math.min(this.#burst, this.#tokens + earned);
    this.#countedAt = now;
  }
}
