import type { Execution } from '../api/execution.ts';
import { type Phase, phaseOf } from '../api/phase.ts';
import type { Refusal } from '../api/refusal.ts';

/** Why a call failed: one code for a program to switch on (ours). */
export type KontinueErrorCode =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'AlreadyTerminal'
  | 'NotRetryable'
  | 'Forbidden'
  | 'Unauthorized'
  | 'ReadOnly'
  | 'ResultUnavailable'
  | 'ArchiveCorrupt'
  | 'InvalidObject'
  /** The cluster accepted a write but did not keep its fields. */
  | 'Pruned'
  /** An option of the call is invalid. */
  | 'InvalidOption'
  /** The server does not understand the request: it is too old or configured differently. */
  | 'BadRequest'
  /** An admission webhook of the cluster does not allow dry runs, so only the write itself tells. */
  | 'DryRunUnsupported'
  /** The cluster does not know the kind: kontinue's CRDs are missing. */
  | 'NotServed'
  /** The version that was read or watched is too old to continue from. */
  | 'Gone'
  | 'Throttled'
  | 'Timeout'
  /** No answer, an answer that broke off, or a server that says it cannot answer now. */
  | 'Disconnected'
  /** The kubeconfig, the flags or the credentials are wrong. */
  | 'Config'
  | 'Aborted';

/** Which object an error is about (ours). */
export interface ErrorObject {
  /** Such as `Execution`. */
  readonly kind: string;
  /** Undefined for objects without a namespace. */
  readonly namespace: string | undefined;
  /** As on the server. */
  readonly name: string;
}

/**
 * What a failed call changed (ours). `none`: nothing, so the call may be repeated. `partial`: some
 * of it, which stays and is listed in `applied`. `unknown`: it cannot be determined, so look before
 * you repeat the call.
 */
export type WriteOutcome = 'none' | 'partial' | 'unknown';

/** What an error tells besides its message. */
export interface ErrorDetails {
  readonly object?: ErrorObject | undefined;
  /** Default `none`. */
  readonly outcome?: WriteOutcome | undefined;
  /** Default: empty. */
  readonly applied?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/**
 * Every failure of this library. The message says what failed, on what, why, and what to do (ours).
 */
export class KontinueError extends Error {
  /** The name of the class, for logs. */
  override readonly name: string = 'KontinueError';
  /** Why it failed: one code for a program to switch on. */
  readonly code: KontinueErrorCode;
  /**
   * What the call changed before it failed: `none`, `partial` or `unknown`. `none` for reads and
   * dry runs.
   */
  readonly outcome: WriteOutcome;
  /**
   * The changes that were made before the call failed and that stay: fields, such as
   * `spec.retry.childPolicy`, and objects, such as `suspension payments/approve`. Empty if there
   * are none.
   */
  readonly applied: readonly string[];
  /**
   * The object that the error is about. Undefined if it is about no single object, such as a list
   * or the connection.
   */
  readonly object: ErrorObject | undefined;

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly code: KontinueErrorCode }) {
    const { code, object, outcome = 'none', applied = [], cause } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.object = object;
    this.outcome = outcome;
    this.applied = applied;
  }
}

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

export type { Refusal } from '../api/refusal.ts';

/** The user may not do this (ours). */
export class ForbiddenError extends KontinueError implements Refusal {
  override readonly name = 'ForbiddenError';
  /** `get`, `list`, `watch`, `create`, `patch` or `delete`. */
  readonly verb: string;
  /** With its subresource: `executions/status`. */
  readonly resource: string;
  /** Undefined: all, or none. */
  readonly namespace: string | undefined;
  /** The name by which the server knows the user; undefined if it did not say. */
  readonly user: string | undefined;

  /** @internal */
  constructor(message: string, details: ErrorDetails & Refusal) {
    super(message, { ...details, code: 'Forbidden' });
    this.verb = details.verb;
    this.resource = details.resource;
    this.namespace = details.namespace;
    this.user = details.user;
  }
}

/** The server does not accept the credentials (ours). */
export class UnauthorizedError extends KontinueError {
  override readonly name = 'UnauthorizedError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Unauthorized' });
  }
}

/** The client is read-only. Nothing was sent (ours). */
export class ReadOnlyError extends KontinueError {
  override readonly name = 'ReadOnlyError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'ReadOnly' });
  }
}

/** The execution has no result to read (seed: ParseResult). */
export class ResultUnavailableError extends KontinueError {
  override readonly name = 'ResultUnavailableError';
  /** The phase of the execution: `Failed` if it failed. */
  readonly phase: Phase;
  /** The execution itself: its name, its message, its attempts. */
  readonly execution: Execution;

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly execution: Execution }) {
    super(message, { ...details, code: 'ResultUnavailable' });
    this.execution = details.execution;
    this.phase = phaseOf(details.execution);
  }
}

/** The archive exists, but its tree cannot be read (contract: ArchivedExecution). */
export class ArchiveCorruptError extends KontinueError {
  override readonly name = 'ArchiveCorruptError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'ArchiveCorrupt' });
  }
}

/** One field of an object that cannot be stored (ours). */
export interface InvalidField {
  /** Undefined where the server names none. */
  readonly field: string | undefined;
  /** What is wrong with it. */
  readonly message: string;
}

/** The object cannot be stored as it is (ours). */
export class InvalidObjectError extends KontinueError {
  override readonly name = 'InvalidObjectError';
  /** The fields that are wrong, and why, as far as the server tells. */
  readonly fields: readonly InvalidField[];

  /** @internal */
  constructor(
    message: string,
    details: ErrorDetails & { readonly fields: readonly InvalidField[] },
  ) {
    super(message, { ...details, code: 'InvalidObject' });
    this.fields = details.fields;
  }
}

/**
 * The cluster accepted a write but did not keep its fields: its custom resource definition does not
 * know them, or something in the cluster, such as an admission webhook, changes what is written
 * (ours).
 */
export class PrunedError extends KontinueError {
  override readonly name = 'PrunedError';
  /** The fields that were not kept, such as `status.phase`. */
  readonly fields: readonly string[];

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly fields: readonly string[] }) {
    super(message, { ...details, code: 'Pruned' });
    this.fields = details.fields;
  }
}

/** An option of the call is invalid. Nothing was sent (ours). */
export class InvalidOptionError extends KontinueError {
  override readonly name = 'InvalidOptionError';
  /** The name of the option, such as `phases`. */
  readonly option: string;

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly option: string }) {
    super(message, { ...details, code: 'InvalidOption' });
    this.option = details.option;
  }
}

/** The version that was read or watched is too old to continue from: list or watch again (ours). */
export class GoneError extends KontinueError {
  override readonly name = 'GoneError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Gone' });
  }
}

/** The server, or the rate limit of this client, does not accept the call now (ours). */
export class ThrottledError extends KontinueError {
  override readonly name = 'ThrottledError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Throttled' });
  }
}

/** No answer came in time. `outcome` tells whether a write may have been made (ours). */
export class TimeoutError extends KontinueError {
  override readonly name = 'TimeoutError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Timeout' });
  }
}

/** No answer came, the answer broke off, or the server cannot answer now (ours). */
export class DisconnectedError extends KontinueError {
  override readonly name = 'DisconnectedError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Disconnected' });
  }
}

/**
 * The call was ended by its `AbortSignal` or by `close`. `cause` is the reason of the signal
 * (ours).
 */
export class AbortedError extends KontinueError {
  override readonly name = 'AbortedError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Aborted' });
  }
}

/** The object that an error is about. */
export function errorObject(
  kind: string,
  { namespace, name }: { readonly namespace?: string | undefined; readonly name: string },
): ErrorObject {
  return { kind, namespace: namespace || undefined, name };
}

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
