import { type LinkedAbort, linkAbort } from '../kube/linked-abort.ts';
import { AbortedError } from './errors.ts';
import { abortedMessage, closedMessage } from './messages.ts';
import type { Scope } from './scope.ts';

/** A signal for what goes on for long: it ends with the call's own signal, and with `close`. */
export function linkScope({ core, signal }: Scope): LinkedAbort {
  return linkAbort(signal, core.closed);
}

/** Whether `close` ended it, and not a signal of the caller. */
export function isClosed({ core, signal }: Scope): boolean {
  return core.closed.aborted && !signal?.aborted;
}

/** The error of something that was ended from outside: by a signal, or by `close`. */
export function abortedError(scope: Scope, what: string): AbortedError {
  if (isClosed(scope)) return new AbortedError(closedMessage(what));
  return new AbortedError(abortedMessage(what), { cause: scope.signal?.reason });
}

/** Fails if the scope has ended already: what is begun then would never end. */
export function requireOpen(scope: Scope, what: () => string): void {
  if (scope.signal?.aborted || scope.core.closed.aborted) throw abortedError(scope, what());
}
