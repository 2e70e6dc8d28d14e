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

/** How many of the last lines are remembered, and how much of the text of each. */
const REMEMBERED_LINES = 1_000;
const REMEMBERED_CHARS = 200;

/**
 * Where a log was left, so that it can be taken up again without a line twice or a line lost.
 *
 * The server counts `sinceTime` in whole seconds and includes it: lines come again. Those that are
 * remembered are dropped as often as they were seen, in whatever order their stamps are, since the clock
 * of a node may be set back; so are those from before the last line.
 */
export class LogBookmark {
  #last = '';
  /** The last lines, the oldest first. */
  #recent: string[] = [];
  #expected: Map<string, number> | undefined;
  #metLast = false;

  /** What to ask the server for when taking up again; undefined before the first line. */
  get sinceTime(): string | undefined {
    return this.#last === '' ? undefined : this.#last.replace(/\.\d+/, '');
  }

  /** The log is taken up again: lines that were seen may follow. */
  resume(): void {
    this.#metLast = false;
    this.#expected = undefined;
    if (this.#last === '') return;
    this.#expected = new Map();
    for (const key of this.#recent) this.#expected.set(key, (this.#expected.get(key) ?? 0) + 1);
  }

  /** Another log begins: nothing of it was seen. */
  reset(): void {
    this.#last = '';
    this.#recent = [];
    this.#expected = undefined;
  }

  /** Whether a line that has begun is new for sure, by its time alone: its text is not known yet. */
  isAhead({ timestamp }: LogLine): boolean {
    return this.#expected === undefined || compareStamps(timestamp, this.#last) > 0;
  }

  /** Whether a line is new. `afterGap`: it is, but the last line that was seen did not come again. */
  take(line: LogLine): 'seen' | 'new' | 'afterGap' {
    const verdict = this.#judge(line);
    if (verdict === 'seen') return verdict;
    this.#recent.push(keyOf(line));
    // Twice as many, so that not every line moves all.
    if (this.#recent.length >= 2 * REMEMBERED_LINES) {
      this.#recent = this.#recent.slice(-REMEMBERED_LINES);
    }
    this.#last = line.timestamp;
    return verdict;
  }

  #judge(line: LogLine): 'seen' | 'new' | 'afterGap' {
    if (!this.#expected) return 'new';
    const order = compareStamps(line.timestamp, this.#last);
    if (order === 0) this.#metLast = true;
    const left = this.#expected.get(keyOf(line)) ?? 0;
    if (left > 0) {
      this.#expected.set(keyOf(line), left - 1);
      return 'seen';
    }
    if (order === 0) return 'new';
    if (order < 0 && !this.#metLast) return 'seen';
    this.#expected = undefined;
    return this.#metLast ? 'new' : 'afterGap';
  }
}

/** What a line is known by: its instant, whatever the offset, and its text. */
function keyOf({ timestamp, text }: LogLine): string {
  return `${secondsOf(timestamp)}.${fractionOf(timestamp)} ${text.slice(0, REMEMBERED_CHARS)}`;
}
