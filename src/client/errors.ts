import type { Execution } from '../api/execution.ts';
import { type Phase, phaseOf } from '../api/phase.ts';
import type { Refusal } from '../api/refusal.ts';

/** Why a call failed, as one word a program can switch on (ours). */
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
  /** The cluster took a write, but did not keep what was asked for. */
  | 'Pruned'
  /** A call was given an option that makes no sense. */
  | 'InvalidOption'
  /** The server does not understand the request: it is too old for it, or set up differently. */
  | 'BadRequest'
  /** An admission webhook of the cluster does not allow dry runs, so only the write itself tells. */
  | 'DryRunUnsupported'
  /** The cluster does not know the kind: kontinue's CRDs are missing. */
  | 'NotServed'
  /** What was read or watched is too old to go on from. */
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
  /** Undefined for what lives in none. */
  readonly namespace: string | undefined;
  /** As on the server. */
  readonly name: string;
}

/**
 * What a failed call changed (ours): `none`, nothing, so that it may be made again; `partial`, a part,
 * which stays and is named by `applied`; `unknown`, it cannot be told, so look before you make it again.
 */
export type WriteOutcome = 'none' | 'partial' | 'unknown';

/** What is known of a failure besides its message. */
export interface ErrorDetails {
  readonly object?: ErrorObject | undefined;
  /** Default `none`. */
  readonly outcome?: WriteOutcome | undefined;
  /** Default: nothing. */
  readonly applied?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/**
 * Every failure of this library. The message says what failed, on what, why, and what to do (ours).
 */
export class KontinueError extends Error {
  /** The name of the class, for logs. */
  override readonly name: string = 'KontinueError';
  /** Why, as one word a program can switch on. */
  readonly code: KontinueErrorCode;
  /** What the call changed all the same: `none`, `partial` or `unknown`. Of reads and dry runs `none`. */
  readonly outcome: WriteOutcome;
  /**
   * What was changed before the call failed, and stays: fields, such as `spec.retry.childPolicy`, and
   * objects, such as `suspension payments/approve`. Empty if nothing was.
   */
  readonly applied: readonly string[];
  /** What it is about. Undefined if that is no single object, such as a list or the connection. */
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

/** There is no such object: neither live nor archived (ours). */
export class NotFoundError extends KontinueError {
  override readonly name = 'NotFoundError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'NotFound' });
  }
}

/** An object of that name is there already (ours). */
export class AlreadyExistsError extends KontinueError {
  override readonly name = 'AlreadyExistsError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'AlreadyExists' });
  }
}

/**
 * The object is not, or no longer, the one that the caller saw. The change was not made; if one before
 * it was, the message says so (contract: ConflictError).
 */
export class ConflictError extends KontinueError {
  override readonly name = 'ConflictError';
  /** In what it differs from `expected`. Empty if another has its name, or it keeps changing. */
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

/** In what an object differs from what the caller expected (ours). */
export interface FieldChange {
  /** Of `Expected`. */
  readonly field: 'phase' | 'attempt';
  /** As expected: a phase, or a count of attempts. */
  readonly expected: string | number;
  /** As it is: a phase, or a count of attempts. */
  readonly actual: string | number;
}

/**
 * The object, or the execution that waits for it, has ended already (contract:
 * AlreadyTerminalError).
 */
export class AlreadyTerminalError extends KontinueError {
  override readonly name = 'AlreadyTerminalError';
  /**
   * The phase of what has ended: of `object`, or of the execution that waits for it. Undefined if that
   * execution was deleted.
   */
  readonly phase: Phase | undefined;

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly phase: Phase | undefined }) {
    super(message, { ...details, code: 'AlreadyTerminal' });
    this.phase = details.phase;
  }
}

/** Only what failed or was canceled can be retried (contract: NotRetryableError). */
export class NotRetryableError extends KontinueError {
  override readonly name = 'NotRetryableError';
  /** The phase that the execution is in. */
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
  /** As the server knows the user; undefined if it did not say. */
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

/** The client was made to read only. Nothing was sent (ours). */
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
  /** The phase that the execution is in: of one that failed, `Failed`. */
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

/** An archive is there, but its tree cannot be read (contract: ArchivedExecution). */
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
  /** What is wrong with which field, as far as the server tells. */
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
 * The cluster took a write, but did not keep what was asked for: its custom resource definition knows
 * no such field, or something there changes what is written (ours).
 */
export class PrunedError extends KontinueError {
  override readonly name = 'PrunedError';
  /** What was not kept: `status.phase`. */
  readonly fields: readonly string[];

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly fields: readonly string[] }) {
    super(message, { ...details, code: 'Pruned' });
    this.fields = details.fields;
  }
}

/** A call was given an option that makes no sense. Nothing was sent (ours). */
export class InvalidOptionError extends KontinueError {
  override readonly name = 'InvalidOptionError';
  /** Its name: `phases`. */
  readonly option: string;

  /** @internal */
  constructor(message: string, details: ErrorDetails & { readonly option: string }) {
    super(message, { ...details, code: 'InvalidOption' });
    this.option = details.option;
  }
}

/** What was read or watched is too old to go on from: list or watch again (ours). */
export class GoneError extends KontinueError {
  override readonly name = 'GoneError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Gone' });
  }
}

/** The server, or the rate limit of this client, has no room for the call now (ours). */
export class ThrottledError extends KontinueError {
  override readonly name = 'ThrottledError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Throttled' });
  }
}

/** No answer came in the time that there was; `outcome` says whether a write may have been made (ours). */
export class TimeoutError extends KontinueError {
  override readonly name = 'TimeoutError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Timeout' });
  }
}

/** No answer came, or it broke off, or the server cannot answer now (ours). */
export class DisconnectedError extends KontinueError {
  override readonly name = 'DisconnectedError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Disconnected' });
  }
}

/**
 * The call was ended by its `AbortSignal`, or by `close`. `cause` is the signal's reason (ours).
 */
export class AbortedError extends KontinueError {
  override readonly name = 'AbortedError';
  /** @internal */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { ...details, code: 'Aborted' });
  }
}

/** Which object an error is about. */
export function errorObject(
  kind: string,
  { namespace, name }: { readonly namespace?: string | undefined; readonly name: string },
): ErrorObject {
  return { kind, namespace: namespace || undefined, name };
}

/** The same failure with more known of it: a new error, since one that is made is never edited. */
export function withDetails<E extends KontinueError>(
  error: E,
  message: string,
  details: ErrorDetails,
): E {
  // Every class of this file is made of a message, and of its own fields as details.
  const Class = error.constructor as new (message: string, details: ErrorDetails) => E;
  return new Class(message, { cause: error.cause, ...error, ...details });
}

/** The same failure, about an object; one that has an object already keeps it. */
export function withObject<E extends KontinueError>(error: E, object: ErrorObject): E {
  return error.object === undefined ? withDetails(error, error.message, { object }) : error;
}

/** Whether a kind is hidden from this user: it may not be read, or the cluster does not know it. */
export function isInaccessible(error: unknown): boolean {
  return (
    error instanceof KontinueError && (error.code === 'Forbidden' || error.code === 'NotServed')
  );
}

/** For `catch`: no objects of a kind that is hidden from this user. Other errors are thrown again. */
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

/** Whether a read that failed like this may well succeed a little later. */
export function isTransient(error: unknown): error is KontinueError {
  return error instanceof KontinueError && TRANSIENT_CODES.has(error.code);
}
