/** A line of a log that was asked for with timestamps. */
export interface LogLine {
  /** RFC 3339 with nine digits of fraction, in the zone of the node: see `compareStamps`. */
  readonly timestamp: string;
  readonly text: string;
}

const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)(?: |$)/;

/** A line with its timestamp; undefined for what the kubelet says itself, without one. */
export function parseLogLine(line: string): LogLine | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const [prefix, seconds, fraction = '', zone] = match;
  return {
    timestamp: `${seconds}.${fraction.padEnd(9, '0')}${zone}`,
    text: line.slice(prefix.length).replace(/\r$/, ''),
  };
}

/**
 * Which of two stamps is earlier: negative if the first one is. As instants, since a node's offset
 * changes with daylight saving; to the nanosecond, which a Date does not hold.
 */
export function compareStamps(one: string, other: string): number {
  if (one === other) return 0;
  const seconds = secondsOf(one) - secondsOf(other);
  if (seconds !== 0 && !Number.isNaN(seconds)) return seconds;
  const [a, b] = [fractionOf(one), fractionOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const FRACTION = /\.(\d{1,9})/;

function secondsOf(stamp: string): number {
  return Date.parse(stamp.replace(FRACTION, ''));
}

function fractionOf(stamp: string): string {
  return (FRACTION.exec(stamp)?.[1] ?? '').padEnd(9, '0');
}

/**
 * Where a log was left, so that it can be taken up again without a line twice or a line lost.
 *
 * The server counts `sinceTime` in whole seconds and includes it: lines come again. Those from
 * before the last line are dropped; of those at its very time, as many as were seen already.
 */
export class LogBookmark {
  #last = '';
  /** How often each text was seen at the last time. */
  #seen = new Map<string, number>();
  #expected: Map<string, number> | undefined;
  #metLast = false;

  /** What to ask the server for when taking up again; undefined before the first line. */
  get sinceTime(): string | undefined {
    return this.#last === '' ? undefined : this.#last.replace(/\.\d+/, '');
  }

  /** The log is taken up again: lines that were seen may follow. */
  resume(): void {
    this.#expected = this.#last === '' ? undefined : new Map(this.#seen);
    this.#metLast = false;
  }

  /** Another log begins: nothing of it was seen. */
  reset(): void {
    this.#last = '';
    this.#seen = new Map();
    this.#expected = undefined;
  }

  /** Whether a line is new. `afterGap`: it is, but the last line that was seen did not come again. */
  take({ timestamp, text }: LogLine): 'seen' | 'new' | 'afterGap' {
    const verdict = this.#judge(timestamp, text);
    if (verdict === 'seen') return verdict;
    if (timestamp !== this.#last) this.#seen = new Map();
    this.#seen.set(text, (this.#seen.get(text) ?? 0) + 1);
    this.#last = timestamp;
    return verdict;
  }

  #judge(timestamp: string, text: string): 'seen' | 'new' | 'afterGap' {
    if (!this.#expected) return 'new';
    const order = compareStamps(timestamp, this.#last);
    if (order < 0) return 'seen';
    if (order === 0) {
      this.#metLast = true;
      const left = this.#expected.get(text) ?? 0;
      this.#expected.set(text, left - 1);
      return left > 0 ? 'seen' : 'new';
    }
    this.#expected = undefined;
    return this.#metLast ? 'new' : 'afterGap';
  }
}
