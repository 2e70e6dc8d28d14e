import type { Effect } from '../../../src/monitor/core/effect.ts';
import type { Frame, Painted } from '../../../src/monitor/core/frame.ts';
import type { Subscription } from '../../../src/monitor/core/subscription.ts';
import type { Runtime, Send } from '../../../src/monitor/run.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { frameText } from '../../support/frame-text.ts';

/** One frame that the loop has painted, and when, in milliseconds since the runtime was made. */
export interface PaintedFrame {
  readonly at: number;
  readonly text: string;
}

/** What the loop asks of the world: kept for a test to look at, and done when the test says so. */
export class FakeRuntime implements Runtime {
  readonly clock = new FakeClock();
  readonly frames: PaintedFrame[] = [];
  readonly effects: Effect[] = [];
  /** What was subscribed to and ended, in order: `+watch:Execution/payments`, `-tick`. */
  readonly subscriptions: string[] = [];
  /** What the next frames come to. */
  outcome: Painted = 'changed';
  readonly #startedAt = this.clock.now();
  readonly #sends = new Map<string, Send>();
  readonly #endings: (() => void)[] = [];

  now(): number {
    return this.clock.now();
  }

  after(ms: number, run: () => void): () => void {
    return this.clock.after(ms, run);
  }

  paint(frame: Frame): Painted {
    this.frames.push({ at: this.now() - this.#startedAt, text: frameText(frame) });
    return this.outcome;
  }

  perform(effect: Effect): Promise<void> {
    this.effects.push(effect);
    return new Promise((resolve) => this.#endings.push(resolve));
  }

  subscribe(subscription: Subscription, send: Send): () => void {
    this.subscriptions.push(`+${subscription.key}`);
    this.#sends.set(subscription.key, send);
    return () => {
      this.subscriptions.push(`-${subscription.key}`);
    };
  }

  /** Through what the subscription of that key sends its messages. */
  sendOf(key: string): Send {
    const send = this.#sends.get(key);
    if (send === undefined) throw new Error(`${key} was never subscribed to`);
    return send;
  }

  /** Ends every effect that is under way. */
  finishEffects(): void {
    for (const resolve of this.#endings.splice(0)) resolve();
  }

  get lastFrame(): string {
    return this.frames.at(-1)?.text ?? '';
  }
}
