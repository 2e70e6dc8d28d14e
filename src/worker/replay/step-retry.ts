/** When a step that failed is tried again. */
export interface StepRetry {
  /** How many tries may follow the first. */
  readonly retries: number;
  /** The wait between two tries, in milliseconds. */
  readonly backoffMs: number;
}

/**
 * How long to wait before the next try of a step that threw, in milliseconds; undefined where the
 * step has failed. `tries`: how many have ended, this one included. `isRetryable`: whether a retry
 * may follow the error.
 */
export function nextTryIn(
  tries: number,
  isRetryable: boolean,
  { retries, backoffMs }: StepRetry,
): number | undefined {
  return isRetryable && tries <= retries ? backoffMs : undefined;
}

/** What a poll does after its condition was asked once. */
export type PollNext = { readonly is: 'again'; readonly inMs: number } | { readonly is: 'over' };

/**
 * Whether a poll whose condition did not hold asks again, and when: never later than its end, which
 * is `until` in milliseconds since 1970; undefined where it has none.
 */
export function nextPoll(now: number, everyMs: number, until: number | undefined): PollNext {
  if (until !== undefined && now >= until) return { is: 'over' };
  return { is: 'again', inMs: until === undefined ? everyMs : Math.min(everyMs, until - now) };
}
