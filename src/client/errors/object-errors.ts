import type { Phase } from '../../api/phase.ts';
import { type ErrorDetails, KontinueError } from './kontinue-error.ts';

/** The object does not exist, neither live nor archived (ours). */
export class NotFoundError extends KontinueError {
  override readonly name = 'NotFoundError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'NotFound' });
  }
}

/** An object of that name already exists (ours). */
export class AlreadyExistsError extends KontinueError {
  override readonly name = 'AlreadyExistsError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'AlreadyExists' });
  }
}

/**
 * The object is not, or no longer, the one that the caller saw. The change was not made. If an
 * earlier change was made, the message says so (contract: ConflictError).
 */
export class ConflictError extends KontinueError {
  override readonly name = 'ConflictError';
  /**
   * The differences from `expected`. Empty if another object has its name, or if it keeps changing.
   */
  readonly changes: readonly FieldChange[];

  /** @internal */
  constructor(
    message: string,
    details: ErrorDetails & { readonly changes?: readonly FieldChange[] } = {},
  ) {
    super(message, { ...details, code: 'Conflict' });
    this.changes = details.changes ?? [];
  }
}

/** One difference between an object and what the caller expected (ours). */
export interface FieldChange {
  /** Of `Expected`. */
  readonly field: 'phase' | 'attempt';
  /** As expected: a phase, or a count of attempts. */
  readonly expected: string | number;
  /** As it is: a phase, or a count of attempts. */
  readonly actual: string | number;
}

/**
 * The object, or the execution that waits for it, has already ended (contract:
 * AlreadyTerminalError).
 */
export class AlreadyTerminalError extends KontinueError {
  override readonly name = 'AlreadyTerminalError';
  /**
   * The phase of the object that has ended: `object`, or the execution that waits for it. Undefined
   * if that execution was deleted.
   */
  readonly phase: Phase | undefined;

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly phase: Phase | undefined }) {
    super(message, { ...details, code: 'AlreadyTerminal' });
    this.phase = details.phase;
  }
}

/**
 * The execution neither failed nor was canceled, so it cannot be retried (contract:
 * NotRetryableError).
 */
export class NotRetryableError extends KontinueError {
  override readonly name = 'NotRetryableError';
  /** The phase of the execution. */
  readonly phase: Phase;

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly phase: Phase }) {
    super(message, { ...details, code: 'NotRetryable' });
    this.phase = details.phase;
  }
}
