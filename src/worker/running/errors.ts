/** The execution was ended by a user, or by the execution above it (ours): the reason of `ctx.signal`. */
export class CanceledError extends Error {
  override readonly name = 'CanceledError';
}

/** Another worker has the execution, or this one is cut off (ours): the reason of `ctx.signal`. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** This worker is ending; another one goes on (ours): the reason of `ctx.signal`. */
export class WorkerStoppedError extends Error {
  override readonly name = 'WorkerStoppedError';
}

/** What a user reads about whatever was thrown. */
export function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}

/** Why an attempt cannot go on, whatever its function does. No retry may follow. */
export class BrokenError extends Error {
  override readonly name = 'BrokenError';
}
