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

/** What all clients of one connection share: the connection, and what was learned over it. */
export interface Core {
  /** Refuses writes if the client is read-only. */
  readonly transport: Transport;
  readonly connectivity: Connectivity;
  readonly clock: Clock;
  readonly random: Random;
  /** The current time by the server's clock. */
  readonly time: ServerClock;
  readonly informers: Informers;
  /** The watches behind `waitForExecution`. */
  readonly waits: SharedWaits;
  /** Functions that were read recently, by namespace and name. */
  readonly functions: RecentReads<KontinueFunction>;
  /** Kinds that have no status subresource in this cluster (contract: Tolerance). */
  readonly withoutStatus: Set<Resource>;
  /**
   * Aborted by `close` for good: ends everything of all clients, and everything that is started
   * later.
   */
  readonly closed: AbortSignal;
  /** Aborts `closed`. */
  readonly closing: AbortController;
  /** How to end everything that runs: `close` calls them. */
  readonly started: Set<() => Promise<void>>;
  /** Limits the logs that are followed for all containers of pods. */
  readonly logSlots: LogSlots;
}

/** What every method of the client needs. */
export interface Scope {
  readonly core: Core;
  /** The namespace of calls that name none. */
  readonly namespace: string;
  readonly signal: AbortSignal | undefined;
  /** The priority of the requests; undefined: each request decides. */
  readonly priority?: Priority | undefined;
}

/** The options of every call (ours). */
export interface CallOptions {
  /**
   * The namespace of the call, in place of the client's; for a list, an empty one means all. An
   * object that has a namespace, and a method that takes one as an argument, ignore it. Default:
   * the client's.
   */
  readonly namespace?: string | undefined;
  /**
   * Ends the call, which then rejects with an `AbortedError`. Default: only the client's signal
   * does.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * The priority of its requests while they wait for the rate limit. `interactive` goes before
   * `background`, which watches use. `bulk`, for many calls in a row, has a limit of its own and
   * delays neither. Default `interactive`.
   */
  readonly priority?: Priority | undefined;
}

/**
 * The scope of one call: it has the namespace of its options, and ends with the client's signal and
 * its own.
 */
export function scopeOf(scope: Scope, options: CallOptions | undefined): Scope {
  const { signal, priority = scope.priority } = options ?? {};
  const namespace = options?.namespace || scope.namespace;
  if (signal === undefined) return { ...scope, namespace, priority };
  const ending = scope.signal === undefined ? signal : AbortSignal.any([scope.signal, signal]);
  return { ...scope, namespace, priority, signal: ending };
}

/** The scope of a call by a user of the library: it goes before background requests. */
export function callScope(scope: Scope, options: CallOptions | undefined): Scope {
  return scopeOf(scope, { ...options, priority: options?.priority ?? 'interactive' });
}

/** The namespace of a list: an empty one means all. */
export function listNamespace(scope: Scope, options: CallOptions): string {
  return options.namespace ?? scope.namespace;
}
