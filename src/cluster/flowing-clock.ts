import { type ClusterClock, sleepOn, systemClock } from './clock.ts';

interface Alarm {
  readonly at: number;
  readonly call: () => void;
  disarm: () => void;
}

/**
 * A clock that goes on by itself, and that a test can set forward (ours): for a cluster and its clients
 * together, so that both agree on what time it is, and nothing has to be moved for them to talk.
 *
 * @example
 * const clock = new FlowingClock(Date.UTC(2026, 0, 1));
 * await using cluster = await Cluster.start({ clock, world: 'small' });
 * clock.advance(3_600_000); // an hour of that world happens at once
 */
export class FlowingClock implements ClusterClock {
  #offset: number;
  /** Where it stands while alarms ring that `advance` passed. */
  #passing: number | undefined;
  readonly #alarms = new Set<Alarm>();

  /** Begins at `start`: milliseconds since 1970. Default: the time of this machine. */
  constructor(start: number = systemClock.now()) {
    this.#offset = start - systemClock.now();
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#passing ?? systemClock.now() + this.#offset;
  }

  /** Calls once when the given milliseconds of this clock have passed. Returns what cancels it. */
  after(milliseconds: number, call: () => void): () => void {
    const alarm: Alarm = { at: this.now() + Math.max(0, milliseconds), call, disarm: () => {} };
    this.#alarms.add(alarm);
    this.#arm(alarm);
    return () => {
      this.#alarms.delete(alarm);
      alarm.disarm();
    };
  }

  /** Resolves when the given milliseconds of this clock have passed; rejects when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, milliseconds, signal);
  }

  /**
   * Sets itself forward by the given milliseconds, ringing every alarm on the way at its own time, those
   * set meanwhile included. Then it goes on.
   */
  advance(milliseconds: number): void {
    const until = this.now() + milliseconds;
    try {
      for (let next = this.#next(until); next; next = this.#next(until)) {
        this.#passing = Math.max(this.now(), next.at);
        this.#ring(next);
      }
    } finally {
      this.#passing = undefined;
      this.#offset += Math.max(0, until - this.now());
      for (const alarm of this.#alarms) this.#arm(alarm);
    }
  }

  #arm(alarm: Alarm): void {
    alarm.disarm();
    alarm.disarm = systemClock.after(Math.max(0, alarm.at - this.now()), () => this.#ring(alarm));
  }

  #ring(alarm: Alarm): void {
    this.#alarms.delete(alarm);
    alarm.disarm();
    alarm.call();
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
