import { type ErrorDetails, KontinueError } from './kontinue-error.ts';

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
