/** The cluster's time: every timestamp, age, bookmark, timeout and world step reads it (ours). */
export interface ClusterClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once when the given milliseconds of this clock have passed. Returns what cancels it. */
  after(milliseconds: number, call: () => void): () => void;
}

/** Node rings a timer beyond this at once: a longer wait is made of several. */
const LONGEST = 2 ** 31 - 1;

/** The machine's clock. Its timers never keep the process alive (ours). */
export const systemClock: ClusterClock = {
  now: () => Date.now(),
  after(milliseconds, call) {
    let timer: NodeJS.Timeout;
    const wait = (left: number) => {
      const rest = left - LONGEST;
      timer = rest > 0 ? setTimeout(wait, LONGEST, rest) : setTimeout(call, left);
      timer.unref();
    };
    wait(milliseconds);
    return () => clearTimeout(timer);
  },
};

/**
 * Resolves when the given milliseconds of a clock have passed; rejects with the signal's reason as soon
 * as it is aborted.
 */
export function sleepOn(
  clock: ClusterClock,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(milliseconds, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

interface Alarm {
  readonly at: number;
  readonly call: () => void;
}

/**
 * A clock that stands still until a test moves it (ours). It serves a cluster, or a client: what either
 * does after a while, such as a tree watcher's updates, happens when it is moved.
 *
 * @example
 * const clock = new ManualClock(Date.UTC(2026, 0, 1));
 * const cluster = await Cluster.start({ clock });
 * clock.advance(60_000); // every watch that asked for bookmarks gets one
 */
export class ManualClock implements ClusterClock {
  #now: number;
  #alarms: Alarm[] = [];

  /** Stands at `start`: milliseconds since 1970. */
  constructor(start: number) {
    this.#now = start;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#now;
  }

  /** Calls once when the given milliseconds of this clock have passed. Returns what cancels it. */
  after(milliseconds: number, call: () => void): () => void {
    const alarm = { at: this.#now + Math.max(0, milliseconds), call };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Resolves when the given milliseconds of this clock have passed; rejects when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, milliseconds, signal);
  }

  /**
   * Moves on by the given milliseconds, ringing every alarm on the way at its own time, those set
   * meanwhile included.
   */
  advance(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (let next = this.#next(until); next; next = this.#next(until)) {
      const ringing = next;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== ringing);
      this.#now = Math.max(this.#now, ringing.at);
      ringing.call();
    }
    this.#now = until;
  }

  /** The earliest alarm up to then; of equal ones the first set. */
  #next(until: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.at <= until && (first === undefined || alarm.at < first.at)) first = alarm;
    }
    return first;
  }
}

/** An instant as metav1.Time writes it: RFC 3339, UTC, whole seconds. */
export function timestamp(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`;
}
