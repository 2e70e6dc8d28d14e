import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/kube/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
  readonly isSleep: boolean;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00Z');
  readonly #timers = new Set<Timer>();

  /** How long each `sleep` so far was asked to take. */
  readonly sleeps: number[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    return this.#add(ms, run, false);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = this.#add(
        ms,
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        true,
      );
      if (signal?.aborted) onAbort();
      else signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Timers and sleeps that are under way: a leak, if all has ended. */
  get pending(): number {
    return this.#timers.size;
  }

  /** True if something sleeps: it does not wait for the network. */
  get isSleeping(): boolean {
    return [...this.#timers].some((timer) => timer.isSleep);
  }

  /** Moves time; what falls due runs in order, each with time for what it starts. */
  async advance(ms: number): Promise<void> {
    await setImmediate();
    const target = this.#now + ms;
    for (;;) {
      const due = this.#earliest(false);
      if (!due || due.at > target) break;
      await this.#fire(due);
    }
    this.#now = target;
    await setImmediate();
  }

  /** Time passes without anything running, as when the machine sleeps. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Moves time to the end of the shortest sleep. */
  async skipSleep(): Promise<void> {
    const sleep = this.#earliest(true);
    if (sleep) await this.advance(Math.max(0, sleep.at - this.#now));
  }

  #add(ms: number, run: () => void, isSleep: boolean): () => void {
    const timer = { at: this.#now + ms, run, isSleep };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  #earliest(sleepsOnly: boolean): Timer | undefined {
    return [...this.#timers]
      .filter((timer) => timer.isSleep || !sleepsOnly)
      .sort((a, b) => a.at - b.at)[0];
  }

  async #fire(timer: Timer): Promise<void> {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.run();
    await setImmediate();
  }
}
