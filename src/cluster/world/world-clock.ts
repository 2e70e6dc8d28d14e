import type { ClusterClock } from '../clock.ts';

interface Alarm {
  readonly at: number;
  readonly call: () => void;
  /** Set once the alarm is the present's to ring. */
  disarm?: () => void;
}

/**
 * A clock that can be set back. What happens then happens at past instants, one alarm after another
 * and at once, until the present is reached: a world does not invent a past, it lives through it.
 */
export class WorldClock implements ClusterClock {
  readonly #present: ClusterClock;
  /** Where it stands while it is behind. */
  #past: number | undefined;
  readonly #alarms = new Set<Alarm>();

  constructor(present: ClusterClock) {
    this.#present = present;
  }

  now(): number {
    return this.#past ?? this.#present.now();
  }

  after(milliseconds: number, call: () => void): () => void {
    if (this.#past === undefined) return this.#present.after(milliseconds, call);
    const alarm: Alarm = { at: this.#past + Math.max(0, milliseconds), call };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
      alarm.disarm?.();
    };
  }

  /** Sets itself back, calls `begin`, and catches up with the present before it returns. */
  relive(milliseconds: number, begin: () => void): void {
    const present = this.#present.now();
    this.#past = present - milliseconds;
    try {
      begin();
      for (let next = this.#first(present); next; next = this.#first(present)) {
        this.#alarms.delete(next);
        this.#past = Math.max(this.#past, next.at);
        next.call();
      }
    } finally {
      this.#past = undefined;
      for (const alarm of this.#alarms) {
        alarm.disarm = this.#present.after(alarm.at - this.#present.now(), alarm.call);
      }
      this.#alarms.clear();
    }
  }

  /** The earliest alarm up to then; of equal ones the first set. */
  #first(until: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.at <= until && (first === undefined || alarm.at < first.at)) first = alarm;
    }
    return first;
  }
}
