import { coalesce } from './coalesce.ts';
import type { Effect } from './core/effect.ts';
import type { Frame, Painted } from './core/frame.ts';
import type { Msg } from './core/message.ts';
import type { State } from './core/state.ts';
import { type Subscription, wanted } from './core/subscription.ts';
import { update } from './core/update.ts';
import { view } from './core/view.ts';

export type Send = (msg: Msg) => void;

/** Everything the loop needs from outside. */
export interface Runtime {
  /** Shows a frame; it is skipped if the terminal has not taken the last one yet. */
  paint(frame: Frame): Painted;
  /** Does it, and resolves when it is done; its outcome comes as messages. Never rejects. */
  perform(effect: Effect, send: Send): Promise<void>;
  /** Begins it; the returned function ends it. */
  subscribe(subscription: Subscription, send: Send): () => void;
  /** Milliseconds, by the server's clock where it is known. */
  now(): number;
  /** Calls back once, not before `ms` have passed. */
  after(ms: number, run: () => void): () => void;
}

/** The shortest time between two frames of what the cluster sends. */
const FRAME_MS = 50;

/**
 * The monitor's loop: messages → update → effects and subscriptions → one frame.
 *
 * A key is updated and painted in the same tick. What comes from elsewhere is drained together and
 * painted at most 20 times a second. A frame that the terminal does not take is painted again, from
 * the newest state, once it has drained.
 */
export class Loop {
  readonly #runtime: Runtime;
  readonly #running = new Map<string, () => void>();
  readonly #queue: Msg[] = [];
  #state: State;
  #busy = 0;
  #lastPaint = Number.NEGATIVE_INFINITY;
  #cancelFrame: (() => void) | undefined;
  #skipped = false;
  #stopped = false;
  #idleWaiters: (() => void)[] = [];

  constructor(state: State, runtime: Runtime) {
    this.#state = state;
    this.#runtime = runtime;
  }

  get state(): State {
    return this.#state;
  }

  /** Paints the first frame and begins what the first state wants. */
  start(): void {
    this.#updateSubscriptions();
    this.#paint();
  }

  /** Something that the user did: shown at once, together with all that waits. */
  readonly press: Send = (msg) => {
    if (this.#stopped) return;
    this.#queue.push(msg);
    this.#flush();
  };

  /** Something that happened elsewhere: shown with the next frame. */
  readonly send: Send = (msg) => {
    if (this.#stopped) return;
    this.#queue.push(msg);
    this.#cancelFrame ??= this.#runtime.after(this.#untilNextFrame(), () => this.#flush());
  };

  /** The terminal takes frames again. */
  drained(): void {
    if (this.#skipped && !this.#stopped) this.#paint();
  }

  /** Draws the newest state, whatever was drawn before. */
  repaint(): void {
    if (!this.#stopped) this.#paint();
  }

  /** Ends every subscription. After this nothing is painted. */
  stop(): void {
    this.#stopped = true;
    this.#cancelFrame?.();
    for (const end of this.#running.values()) end();
    this.#running.clear();
  }

  /** Resolves when no message waits, no effect is under way, and the newest state is painted. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  #flush(): void {
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
    for (const msg of coalesce(this.#queue.splice(0))) this.#apply(msg);
    this.#updateSubscriptions();
    this.#paint();
  }

  #apply(msg: Msg): void {
    const [state, effects] = update({ ...this.#state, now: this.#runtime.now() }, msg);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    // Counted before it starts, so that idle is never true by accident.
    this.#busy++;
    void this.#runtime.perform(effect, this.send).finally(() => {
      this.#busy--;
      this.#tellIdle();
    });
  }

  /** Starts the subscriptions that are newly wanted, and ends those that are no longer wanted. */
  #updateSubscriptions(): void {
    const now = new Map(wanted(this.#state).map((s) => [s.key, s]));
    const over = [...this.#running].filter(([key]) => !now.has(key));
    // The new ones start before the old ones end: a watch that both share goes on.
    for (const [key, subscription] of now) {
      if (this.#running.has(key)) continue;
      this.#running.set(key, this.#runtime.subscribe(subscription, this.send));
    }
    for (const [key, end] of over) {
      this.#running.delete(key);
      end();
    }
  }

  #paint(): void {
    this.#lastPaint = this.#runtime.now();
    this.#skipped = this.#runtime.paint(view(this.#state, this.#lastPaint)) === 'skipped';
    this.#tellIdle();
  }

  #untilNextFrame(): number {
    const since = this.#runtime.now() - this.#lastPaint;
    return since < 0 || since >= FRAME_MS ? 0 : FRAME_MS - since;
  }

  #isIdle(): boolean {
    return this.#queue.length === 0 && this.#busy === 0 && !this.#skipped;
  }

  #tellIdle(): void {
    if (!this.#isIdle()) return;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }
}
