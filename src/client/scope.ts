import type { KontinueFunction } from '../api/function.ts';
import type { Resource } from '../api/resources.ts';
import type { Clock, Random } from '../kube/clock.ts';
import type { Priority, Transport } from '../kube/http/transport.ts';
import type { Connectivity } from '../kube/watch/connectivity.ts';
import type { SharedWaits } from './executions/shared-waits.ts';
import type { LogSlots } from './logs/log-slots.ts';
import type { RecentReads } from './recent-reads.ts';
import type { ServerClock } from './server-clock.ts';
import type { Informers } from './watch/informers.ts';

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
  /** The watches behind `waitForExecution`. */
  readonly waits: SharedWaits;
  /** Functions that were read a short while ago, by namespace and name. */
  readonly functions: RecentReads<KontinueFunction>;
  /** Kinds whose status subresource turned out to be off (contract: Tolerance). */
  readonly withoutStatus: Set<Resource>;
  /** Aborted by `close`, for good: ends everything of all clients, and whatever is begun later. */
  readonly closed: AbortSignal;
  /** Aborts `closed`. */
  readonly closing: AbortController;
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
  /**
   * Where to look, in place of the client's namespace; of a list an empty one means all. An object that
   * says its own, and a method that takes one as an argument, go by that. Default: the client's.
   */
  readonly namespace?: string | undefined;
  /** Ends the call, which is then rejected with an `AbortedError`. Default: the client's alone. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whose turn its requests are. Of those that wait for the rate limit, `person` goes before
   * `background`, which is what watches read by themselves; `bulk`, for many calls in a row, has a limit
   * of its own and holds up neither. Default `person`.
   */
  readonly priority?: Priority | undefined;
}

/** The scope of one call: it looks where its options say, and ends with the client's signal and its own. */
export function scopeOf(scope: Scope, options: CallOptions | undefined): Scope {
  const { signal, priority = scope.priority } = options ?? {};
  const namespace = options?.namespace || scope.namespace;
  if (signal === undefined) return { ...scope, namespace, priority };
  const ending = scope.signal === undefined ? signal : AbortSignal.any([scope.signal, signal]);
  return { ...scope, namespace, priority, signal: ending };
}

/** The scope of a call that a user of the library makes: others wait for it. */
export function callScope(scope: Scope, options: CallOptions | undefined): Scope {
  return scopeOf(scope, { ...options, priority: options?.priority ?? 'interactive' });
}

/** The namespace of a list: an empty one is a choice, too. */
export function listNamespace(scope: Scope, options: CallOptions): string {
  return options.namespace ?? scope.namespace;
}
