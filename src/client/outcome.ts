import { type KontinueError, withDetails } from './errors.ts';
import { writeMessages } from './messages.ts';

/** The failure of a change that may have been made all the same. */
export function withUnknownOutcome<E extends KontinueError>(error: E): E {
  if (error.outcome === 'unknown') return error;
  return withDetails(error, `${error.message} ${writeMessages.lost}`, { outcome: 'unknown' });
}

/** The failure of a call that changed something before it failed. `message` says what, in a sentence. */
export function withApplied<E extends KontinueError>(
  error: E,
  applied: readonly string[],
  message: string,
): E {
  if (applied.length === 0) return error;
  return withDetails(error, `${error.message} ${message}`, {
    outcome: error.outcome === 'none' ? 'partial' : error.outcome,
    applied: [...applied, ...error.applied],
  });
}
