import type { Refusal } from '../../api/refusal.ts';
import { type ErrorDetails, KontinueError } from './kontinue-error.ts';

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
