import type { ChildPolicy } from '../../api/execution.ts';
import { type ErrorKind, isRetryableKind } from '../protocol/retryable.ts';

/** What a durable operation throws into a function. */
export class FunctionError extends Error {
  override readonly name: string = 'FunctionError';

  /** Whether and how it may be retried depends on it. */
  readonly kind: ErrorKind;

  constructor(message: string, kind: ErrorKind, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** No retry may follow, of a step nor of the execution (D: NewNonRetryableError). */
export class NonRetryableError extends FunctionError {
  override readonly name = 'NonRetryableError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 'Execution', options);
  }
}

/** A retry may follow (D: NewRetryableError), as after any error that a function throws itself. */
export class RetryableError extends FunctionError {
  override readonly name = 'RetryableError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 'Execution', options);
  }
}

/**
 * Whether a retry may follow what was thrown (D: IsRetryableError): by its kind, unless it says so
 * itself; what is no FunctionError may be retried. `policy`: the execution's child policy.
 */
export function isRetryable(thrown: unknown, policy: ChildPolicy): boolean {
  if (thrown instanceof NonRetryableError) return false;
  return !(thrown instanceof FunctionError) || isRetryableKind(thrown.kind, policy);
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

/** A name cannot name an operation (ours). Not retryable. */
export class InvalidNameError extends FunctionError {
  override readonly name = 'InvalidNameError';

  constructor(key: string, reason: string) {
    super(`the name ${JSON.stringify(key)} of an operation ${reason}`, 'Validation');
  }
}

/** The code asks for something else than the journal holds (ours). Not retryable; nothing is lost. */
export class NonDeterminismError extends FunctionError {
  override readonly name = 'NonDeterminismError';

  constructor(message: string) {
    super(message, 'Internal');
  }
}
