import type { KontinueError } from './errors.ts';
import { writeMessages } from './messages.ts';

/** Says of a failure that the change it is about may have been made all the same. */
export function markUnknown<E extends KontinueError>(error: E): E {
  if (error.outcome === 'unknown') return error;
  error.message += ` ${writeMessages.lost}`;
  return Object.assign(error, { outcome: 'unknown' as const });
}

/** Says of a failure what was changed before it, and stays. `message` tells it in a sentence. */
export function markApplied<E extends KontinueError>(
  error: E,
  applied: readonly string[],
  message: string,
): E {
  if (applied.length === 0) return error;
  error.message += ` ${message}`;
  const outcome = error.outcome === 'none' ? 'partial' : error.outcome;
  return Object.assign(error, { outcome, applied: [...applied, ...error.applied] });
}
