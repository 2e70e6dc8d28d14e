import type { Resource } from '../api/resources.ts';
import type { Clock, Random } from '../kube/clock.ts';
import type { Connectivity } from '../kube/connectivity.ts';
import type { Priority, Transport } from '../kube/transport.ts';
import type { Informers } from './informers.ts';
import type { LogSlots } from './log-slots.ts';
import type { ServerClock } from './server-clock.ts';

/** What all clients made from one another share: the connection, and what was learned over it. */
export interface Core {
  /** Behind the read-only gate, if there is one. */
  readonly transport: Transport;
  readonly connectivity: Connectivity;
  readonly clock: Clock;
  readonly random: Random;
  /** Now, as the server would say it. */
  readonly time: ServerClock;
  readonly informers: Informers;
  /** Kinds whose status subresource turned out to be off (contract: Tolerance). */
  readonly withoutStatus: Set<Resource>;
  /** What was started and not yet ended: `close` ends it. */
  readonly started: Set<() => Promise<void>>;
  /** What the logs of all containers of pods are followed by. */
  readonly logSlots: LogSlots;
}

/** Everything a method of the client works with. */
export interface Scope {
  readonly core: Core;
  /** Where to look when the caller names no namespace. */
  readonly namespace: string;
  readonly signal: AbortSignal | undefined;
  /** Whose turn the requests are; undefined: as each says. */
  readonly priority?: Priority | undefined;
}

/** What every call takes (ours). */
export interface CallOptions {
  /** Ends the call, which is then rejected with an `AbortedError`. Default: the client's alone. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whose turn its requests are. Of those that wait for the rate limit, `person` goes before
   * `background`, which is what watches read by themselves; `bulk`, for many calls in a row, has a limit
   * of its own and holds up neither. Default `person`.
   */
  readonly priority?: Priority | undefined;
}

/** The scope of one call: it ends with the client's signal and with its own. */
export function scopeOf(scope: Scope, options: CallOptions | undefined): Scope {
  const { signal, priority = scope.priority } = options ?? {};
  if (signal === undefined) return { ...scope, priority };
  const ending = scope.signal === undefined ? signal : AbortSignal.any([scope.signal, signal]);
  return { ...scope, priority, signal: ending };
}
