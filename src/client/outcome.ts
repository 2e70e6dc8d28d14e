import type { KontinueError } from './errors/kontinue-error.ts';
import { writeMessages } from './messages.ts';
import { withDetails } from './with-details.ts';

/** The error of a change that may have been made nevertheless. */
export function withUnknownOutcome<E extends KontinueError>(error: E): E {
  if (error.outcome === 'unknown') return error;
  return withDetails(error, `${error.message} ${writeMessages.lost}`, { outcome: 'unknown' });
}

/**
 * The error of a call that changed something before it failed. `message` is a sentence about it.
 */
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
