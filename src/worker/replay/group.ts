import type { Outcome } from './outcome.ts';

/** How the members of a group run. */
export interface GroupOptions {
  /** Whether the function is given all outcomes, failures included. Default: it gets the first failure. */
  readonly isSettled?: boolean;
  /** How many run at once. Default: all. */
  readonly atOnce?: number;
}

/** An outcome that arrived for a member. */
export interface Arrival {
  readonly key: string;
  readonly outcome: Outcome;
  /** Whether the outcome can never change, as that of a completed child. */
  readonly isFinal: boolean;
  /** Whether the journal names it already. */
  readonly isRecorded: boolean;
}

/**
 * Executions that were asked for at once and are awaited as one: what arrives for its members is
 * collected, and the function is given it in one turn. The order in which members end is nothing
 * that the function can see, so that the journal lists them by number, however many there are.
 */
export class Group {
  readonly keys: readonly string[];
  readonly #options: GroupOptions;
  readonly #arrived = new Map<string, Arrival>();

  constructor(keys: readonly string[], options: GroupOptions) {
    this.keys = keys;
    this.#options = options;
  }

  /** How many of its members have ended. */
  get ended(): number {
    return this.#arrived.size;
  }

  /** Whether a member still waits for its outcome. */
  awaits(key: string): boolean {
    return !this.#arrived.has(key);
  }

  /** The members that may run now: the first that have not ended, as many as may run at once. */
  get running(): readonly string[] {
    return this.keys.filter((key) => this.awaits(key)).slice(0, this.#options.atOnce);
  }

  /** Takes an outcome: what the function is given, once the group has ended with it. */
  arrive(arrival: Arrival): readonly Arrival[] | undefined {
    this.#arrived.set(arrival.key, arrival);
    if ('message' in arrival.outcome && !this.#options.isSettled) return [arrival];
    if (this.#arrived.size < this.keys.length) return undefined;
    return this.keys.flatMap((key) => this.#arrived.get(key) ?? []);
  }
}
