import type { ErrorKind } from '../protocol/retryable.ts';

/** What a durable operation throws into a function. */
export class FunctionError extends Error {
  override readonly name: string = 'FunctionError';

  /** Whether and how it may be retried depends on it. */
  readonly kind: ErrorKind;

  constructor(message: string, kind: ErrorKind) {
    super(message);
    this.kind = kind;
  }
}

/** The child execution that was awaited ended without a result. */
abstract class ChildError extends FunctionError {
  /** The child's name. */
  readonly execution: string;

  constructor(execution: string, message: string, kind: ErrorKind) {
    super(message, kind);
    this.execution = execution;
  }
}

/** The child execution that was awaited failed (D: ErrChildFailed). */
export class ChildFailedError extends ChildError {
  override readonly name = 'ChildFailedError';

  constructor(execution: string, message: string) {
    super(execution, message, 'ChildFailed');
  }
}

/** The child execution that was awaited was canceled or deleted (D: ErrChildCanceled). */
export class ChildCanceledError extends ChildError {
  override readonly name = 'ChildCanceledError';

  constructor(execution: string, message: string) {
    super(execution, message, 'ChildCanceled');
  }
}

/** A name was used twice in one attempt (D: ErrDuplicateStep). Not retryable. */
export class DuplicateStepError extends FunctionError {
  override readonly name = 'DuplicateStepError';

  constructor(key: string) {
    super(
      `the name ${key} was used twice in one attempt; give each operation its own`,
      'Validation',
    );
  }
}

/** The code asks for something else than the journal holds (ours). Not retryable; nothing is lost. */
export class NonDeterminismError extends FunctionError {
  override readonly name = 'NonDeterminismError';

  constructor(message: string) {
    super(message, 'Internal');
  }
}
