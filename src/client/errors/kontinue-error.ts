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

/** The object that an error is about. */
export function errorObject(
  kind: string,
  { namespace, name }: { readonly namespace?: string | undefined; readonly name: string },
): ErrorObject {
  return { kind, namespace: namespace || undefined, name };
}
