import { type Clock, type Random, systemClock, systemRandom } from '../kube/clock.ts';
import type { Transport } from '../kube/http/transport.ts';
import { Connectivity } from '../kube/watch/connectivity.ts';
import { SharedWaits } from './executions/shared-waits.ts';
import { LogSlots } from './logs/log-slots.ts';
import { readOnlyTransport } from './read-only.ts';
import { RecentReads } from './recent-reads.ts';
import type { Core } from './scope.ts';
import { ServerClock } from './server-clock.ts';
import { Informers } from './watch/informers.ts';

/** The maximum age of the function whose defaults `spawn` takes. */
const MAX_FUNCTION_AGE_MS = 10_000;

/** How a client behaves, wherever its connection comes from (ours). */
export interface CoreOptions {
  /** Refuses every request that could change anything, dry runs included. Default false. */
  readonly readOnly?: boolean | undefined;
  /** For tests. Default: the clock of this machine. */
  readonly clock?: Clock | undefined;
  /** For tests: the random numbers that spread out retries. Default: those of this machine. */
  readonly random?: Random | undefined;
}

/** The options of a client that is created from a transport (ours). */
export interface FromOptions extends CoreOptions {
  /** Where to look when a call names no namespace. */
  readonly namespace: string;
  /** Ends every call of the client. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A log viewer opens one stream for each container of each job. These are enough for one reader.
 */
const MAX_LOG_STREAMS = 20;

/**
 * Creates what the clients of one connection share. `compact` decides how `Informers` keeps
 * executions.
 */
export function createCore(
  connection: Transport,
  options: CoreOptions,
  { compact }: { readonly compact: boolean },
): Core {
  const { clock = systemClock, random = systemRandom } = options;
  const transport = options.readOnly ? readOnlyTransport(connection) : connection;
  const connectivity = new Connectivity({ transport, clock, random });
  const started = new Set<() => Promise<void>>();
  const closing = new AbortController();
  const closed = closing.signal;
  const watching = { transport, connectivity, clock, random, closed, started };
  return {
    transport,
    connectivity,
    clock,
    random,
    time: new ServerClock(clock),
    informers: new Informers(watching, { compact }),
    waits: new SharedWaits(watching),
    functions: new RecentReads(clock, MAX_FUNCTION_AGE_MS),
    withoutStatus: new Set(),
    closed,
    closing,
    started,
    logSlots: new LogSlots(MAX_LOG_STREAMS),
  };
}

/** Ends every watch and wait, then the connection. Nothing can be started afterwards. */
export async function closeCore(core: Core): Promise<void> {
  core.closing.abort();
  await Promise.all([...core.started].map((stop) => stop()));
  await core.transport.close();
}
