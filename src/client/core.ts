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

/** How old the defaults may be that `spawn` takes from a function. */
const MAX_FUNCTION_AGE_MS = 10_000;

/** How a client behaves, wherever its connection comes from (ours). */
export interface CoreOptions {
  /** Lets nothing through that could change anything, dry runs included. Default false. */
  readonly readOnly?: boolean | undefined;
  /** For tests. Default: the time of this machine. */
  readonly clock?: Clock | undefined;
  /** For tests: what waits are spread by. Default: the dice of this machine. */
  readonly random?: Random | undefined;
}

/** What a client made from a transport needs to know besides (ours). */
export interface FromOptions extends CoreOptions {
  /** Where to look when a call names no namespace. */
  readonly namespace: string;
  /** Ends every call of the client. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** A browser of logs opens one stream for each container of each job: these are enough for one reader. */
const MAX_LOG_STREAMS = 20;

/** What the clients of one connection share. `compact`: how `Informers` keeps executions. */
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

/** Ends all that was started, then the connection. Nothing can be begun any more. */
export async function closeCore(core: Core): Promise<void> {
  core.closing.abort();
  await Promise.all([...core.started].map((stop) => stop()));
  await core.transport.close();
}
