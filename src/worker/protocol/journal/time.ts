import { assertKey, JournalError } from './key.ts';

/** An instant that `ctx.now` gave: the same for a whole turn, so that a replay gives it again. */
export interface TimeSeen {
  /** The key of the outcome that began the turn; empty for the start of the function. */
  readonly after: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const START = '-';

/** A line of `status.state.$.now`: `eu 2026-01-01T01:00:00.250Z`, and `-` for the start (ours). */
export function printTime({ after, at }: TimeSeen): string {
  return `${after || START} ${new Date(at).toISOString()}`;
}

/**
 * The instant of a line.
 * @throws JournalError if the line has another form.
 */
export function parseTime(line: string): TimeSeen {
  const [key = '', text = '', ...rest] = line.split(' ');
  const at = Date.parse(text);
  if (Number.isNaN(at) || rest.length > 0)
    throw new JournalError(`line "${line}" of status.state.$.now has an unknown form`);
  if (key === START) return { after: '', at };
  assertKey(key);
  return { after: key, at };
}
