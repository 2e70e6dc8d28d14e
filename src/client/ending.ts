import { type LinkedAbort, linkAbort } from '../kube/linked-abort.ts';
import { AbortedError } from './errors/call-errors.ts';
import { abortedMessage, closedMessage } from './messages.ts';
import type { Scope } from './scope.ts';

/** A signal for a long-running call: it is aborted by the signal of the call and by `close`. */
export function linkScope({ core, signal }: Scope): LinkedAbort {
  return linkAbort(signal, core.closed);
}

/** Whether `close` ended the call, and not the caller's signal. */
export function isClosed({ core, signal }: Scope): boolean {
  return core.closed.aborted && !signal?.aborted;
}

/** The error of a call that was ended by a signal or by `close`. */
export function abortedError(scope: Scope, what: string): AbortedError {
  if (isClosed(scope)) return new AbortedError(closedMessage(what));
  return new AbortedError(abortedMessage(what), { cause: scope.signal?.reason });
}

/** Fails if the scope has already ended: a watch or wait that starts now would never end. */
export function requireOpen(scope: Scope, what: () => string): void {
  if (scope.signal?.aborted || scope.core.closed.aborted) throw abortedError(scope, what());
}
