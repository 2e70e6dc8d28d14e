import { KontinueError, type KontinueErrorCode } from './kontinue-error.ts';

/**
 * Whether an error says that a kind is hidden from this user: the user may not read it, or the
 * cluster does not know it.
 */
export function isInaccessible(error: unknown): boolean {
  return (
    error instanceof KontinueError && (error.code === 'Forbidden' || error.code === 'NotServed')
  );
}

/**
 * For `catch`: returns no objects if the kind is hidden from this user, and rethrows other errors.
 */
export function emptyIfInaccessible(error: unknown): readonly [] {
  if (isInaccessible(error)) return [];
  throw error;
}

const TRANSIENT_CODES: ReadonlySet<KontinueErrorCode> = new Set([
  'Disconnected',
  'Timeout',
  'Throttled',
  'Gone',
]);

/** Whether a read that failed with this error may succeed a little later. */
export function isTransient(error: unknown): error is KontinueError {
  return error instanceof KontinueError && TRANSIENT_CODES.has(error.code);
}
