import type { ErrorDetails, ErrorObject, KontinueError } from './errors/kontinue-error.ts';

/**
 * The same error with more details. Returns a new error: an error is never changed after it is
 * created.
 */
export function withDetails<E extends KontinueError>(
  error: E,
  message: string,
  details: ErrorDetails,
): E {
  // Every error class takes a message and its own fields as details.
  const Class = error.constructor as new (message: string, details: ErrorDetails) => E;
  return new Class(message, { cause: error.cause, ...error, ...details });
}

/** The same error with the object that it is about; an error that names an object keeps it. */
export function withObject<E extends KontinueError>(error: E, object: ErrorObject): E {
  return error.object === undefined ? withDetails(error, error.message, { object }) : error;
}
