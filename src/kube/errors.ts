import type { RequestOutcome } from './http/outcome.ts';

/** Why talking to an API server failed, as one word a program can switch on (ours). */
export type KubeErrorCode =
  | 'NotFound'
  | 'Conflict'
  | 'AlreadyExists'
  | 'Forbidden'
  | 'Unauthorized'
  /** A resource version or a page token is too old. */
  | 'Gone'
  | 'Throttled'
  | 'Timeout'
  | 'Invalid'
  | 'BadRequest'
  /** The server knows no such kind: its CRD is missing, or it is still starting. */
  | 'NotServed'
  /** The server answers 5xx. */
  | 'Unavailable'
  /** No answer, or one that broke off. */
  | 'Disconnected'
  /** An answer that is not what Kubernetes sends. */
  | 'Unreadable'
  /** The kubeconfig or the flags are wrong. */
  | 'Config'
  /** A credential could not be had: the plugin is missing, failed or hangs. */
  | 'Credentials'
  | 'Aborted';

/** What a Kubernetes `Status` says about its subject (Kubernetes: StatusDetails). */
export interface StatusDetails {
  /** The subject's. */
  readonly name?: string;
  /** The subject's. */
  readonly group?: string;
  /** The subject's; of some answers, its resource. */
  readonly kind?: string;
  /** The subject's. */
  readonly uid?: string;
  /** Several reasons, if there are. */
  readonly causes?: readonly StatusCause[];
  /** After how many seconds to come again. */
  readonly retryAfterSeconds?: number;
}

/** One of several reasons, with the field it is about (Kubernetes: StatusCause). */
export interface StatusCause {
  /** One word in CamelCase. */
  readonly reason?: string;
  /** For people. */
  readonly message?: string;
  /** Such as `spec.function`. */
  readonly field?: string;
}

/** What an error may carry besides its code and message. */
export interface KubeErrorFacts {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly details?: StatusDetails | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Default `none`. */
  readonly outcome?: RequestOutcome | undefined;
  readonly renewable?: boolean | undefined;
  readonly cause?: unknown;
}

/**
 * Every failure of this layer. The message says what failed, on what, why, and what to do (ours).
 */
export class KubeError extends Error {
  /** The name of the class, for logs. */
  override readonly name = 'KubeError';
  /** Why, as one word a program can switch on. */
  readonly code: KubeErrorCode;
  /** The HTTP status, if the server answered. */
  readonly status: number | undefined;
  /** The reason of the Kubernetes `Status`, as the server spells it. */
  readonly reason: string | undefined;
  /** The details of that Status, if there are. */
  readonly details: StatusDetails | undefined;
  /** After how many seconds the server wants to be asked again, if it says. */
  readonly retryAfterSeconds: number | undefined;
  /**
   * What the request changed: `none`, or `unknown` where it was sent and nothing tells. Reads, reviews
   * and dry runs change nothing.
   */
  readonly outcome: RequestOutcome;
  /** Whether credentials that were refused, or could not be had, may be others later. */
  readonly renewable: boolean;

  /** @internal */
  constructor(code: KubeErrorCode, message: string, facts: KubeErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.reason = facts.reason;
    this.details = facts.details;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.outcome = facts.outcome ?? 'none';
    this.renewable = facts.renewable ?? false;
  }

  /** The several reasons of an invalid object, with their fields. */
  get causes(): readonly StatusCause[] {
    return this.details?.causes ?? [];
  }
}

/** True for an error of this layer, of the given code if one is given. */
export function isKubeError(error: unknown, code?: KubeErrorCode): error is KubeError {
  return error instanceof KubeError && (code === undefined || error.code === code);
}
