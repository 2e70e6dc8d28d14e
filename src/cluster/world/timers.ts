import type { ClusterClock } from '../clock.ts';

/** The timers of one owner, which end with it. */
export class Timers {
  readonly #clock: ClusterClock;
  readonly #running = new Set<() => void>();
  #stopped = false;

  constructor(clock: ClusterClock) {
    this.#clock = clock;
  }

  /** Calls once, the given milliseconds from now; never after `stop`. Returns what cancels it. */
  after(milliseconds: number, call: () => void): () => void {
    if (this.#stopped) return () => {};
    const disarm = this.#clock.after(milliseconds, () => {
      this.#running.delete(cancel);
      call();
    });
    const cancel = () => {
      this.#running.delete(cancel);
      disarm();
    };
    this.#running.add(cancel);
    return cancel;
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#running) cancel();
  }
}
