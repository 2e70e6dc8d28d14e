import { type Clock, systemClock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { onAbort } from '../linked-abort.ts';
import { configMessages } from '../messages.ts';

/** Who asks: a user goes before what runs by itself. */
export type RequestPriority = 'interactive' | 'background';

interface Waiter {
  readonly since: number;
  readonly go: () => void;
}

/** How many requests may be sent, and what to call when they wait. */
export interface RateLimiterOptions {
  /** Tokens a second; none is kept back if it is infinite. */
  readonly qps: number;
  /** Tokens at the start, and kept at most. */
  readonly burst: number;
  readonly clock?: Clock | undefined;
  /** Called with true once a request has waited for more than a second, and with false once none has. */
  readonly onThrottled?: ((throttled: boolean) => void) | undefined;
}

/** A token whose parts were earned apart may miss a trace. */
const TRACE = 1e-9;
/** Waits up to this are no news. */
const NOTICED_MS = 1_000;

/**
 * A token bucket with the numbers of client-go: full at the start, `qps` tokens a second, at most
 * `burst` of them kept. Waiters go in the order they came, a user's before background ones.
 */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  readonly #clock: Clock;
  readonly #queues: Readonly<Record<RequestPriority, Set<Waiter>>> = {
    interactive: new Set(),
    background: new Set(),
  };
  #tokens: number;
  #countedAt: number;
  #cancelTimer: (() => void) | undefined;
  #throttled = false;

  constructor(options: RateLimiterOptions) {
    const { qps, burst, clock = systemClock } = options;
    if (!(qps > 0 && burst >= 1)) throw new KubeError('Config', configMessages.badRate);
    this.#options = options;
    this.#clock = clock;
    this.#tokens = burst;
    this.#countedAt = clock.now();
  }

  /** How many wait for a token. */
  get waiting(): number {
    return this.#queues.interactive.size + this.#queues.background.size;
  }

  /** How many milliseconds a request made now would wait, if no other went before it. */
  delay(asker: RequestPriority): number {
    this.#count();
    const ahead = asker === 'interactive' ? this.#queues.interactive.size : this.waiting;
    return Math.max(0, this.#untilTokens(ahead + 1));
  }

  /** Resolves with a token taken; rejects with the signal's reason, and then none is taken. */
  take(asker: RequestPriority, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const queue = this.#queues[asker];
      const waiter: Waiter = {
        since: this.#clock.now(),
        go: () => {
          stopListening();
          resolve();
        },
      };
      const stopListening = onAbort(signal, () => {
        queue.delete(waiter);
        this.#serve();
        reject(signal?.reason);
      });
      queue.add(waiter);
      this.#serve();
    });
  }

  #serve(): void {
    this.#count();
    for (const queue of [this.#queues.interactive, this.#queues.background]) {
      for (const waiter of queue) {
        if (this.#tokens < 1 - TRACE) break;
        this.#tokens -= 1;
        queue.delete(waiter);
        waiter.go();
      }
    }
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const noticed = this.#reportThrottled();
    if (this.waiting === 0) return;
    this.#cancelTimer = this.#clock.after(Math.min(this.#untilTokens(1), noticed), () =>
      this.#serve(),
    );
  }

  /** Reports whether a request waits too long. Returns the milliseconds until that may change by itself. */
  #reportThrottled(): number {
    let longest = Number.NEGATIVE_INFINITY;
    for (const queue of [this.#queues.interactive, this.#queues.background]) {
      const [first] = queue;
      if (first) longest = Math.max(longest, this.#clock.now() - first.since);
    }
    const throttled = longest > NOTICED_MS;
    if (throttled !== this.#throttled) {
      this.#throttled = throttled;
      this.#options.onThrottled?.(throttled);
    }
    return throttled ? Number.POSITIVE_INFINITY : Math.floor(NOTICED_MS - longest) + 1;
  }

  #untilTokens(wanted: number): number {
    return Math.ceil(((wanted - TRACE - this.#tokens) / this.#options.qps) * 1000);
  }

  #count(): void {
    const { qps, burst } = this.#options;
    const now = this.#clock.now();
    const passed = Math.max(0, now - this.#countedAt);
    if (qps === Number.POSITIVE_INFINITY) this.#tokens = burst;
    else this.#tokens = Math.min(burst, this.#tokens + (passed / 1000) * qps);
    this.#countedAt = now;
  }
}
