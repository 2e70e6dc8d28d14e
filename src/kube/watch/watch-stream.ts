import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { wrap } from '../http/exchange.ts';
import { errorFromStatus } from '../http/status.ts';
import type { OpenedStream, Query, Transport } from '../http/transport.ts';
import { Watchdog } from '../http/watchdog.ts';
import { type LinkedAbort, linkAbort } from '../linked-abort.ts';
import { cutMessage, noInitialEndMessage, silentMessage, unreadableMessage } from '../messages.ts';
import { type DataEvent, endsInitialSet, WatchDecoder, type WatchEvent } from './watch-events.ts';

/** One watch, from its request to its end. */
export interface WatchRequest {
  readonly transport: Transport;
  readonly path: string;
  readonly query: Query;
  /** After how many seconds the server should end the watch. */
  readonly timeoutSeconds: number;
  /** The watch is to begin with the whole set. */
  readonly initial: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  onOpen(): void;
  onBytes(): void;
  onEvents(events: readonly DataEvent[]): void;
}

/** A bookmark comes every minute: silence that is longer is no peace. */
const SILENCE_MS = 90_000;
/** Some servers send none: theirs is known after two and a half minutes, and is left alone. */
const NO_BOOKMARKS_MS = 150_000;
/** A server that never ends the initial set does not know how to begin a watch with it. */
const INITIAL_MS = 10_000;
/** How much later than asked for a watch may end. */
const OVERTIME_MS = 30_000;
/** Other work gets its turn after so much of ours. */
const YIELD_MS = 8;

/** Reads a watch until the server ends it in good order; every other end is thrown. */
export async function readWatch(request: WatchRequest): Promise<void> {
  const { transport, path, clock, timeoutSeconds } = request;
  const ending = linkAbort(request.signal);
  const deadlineMs = timeoutSeconds * 1000 + OVERTIME_MS;
  const disarm = clock.after(deadlineMs, () => ending.abort(silence(path, deadlineMs)));
  const query = { ...request.query, watch: true, allowWatchBookmarks: true, timeoutSeconds };
  const { signal } = ending;
  try {
    const stream = await transport.open({
      method: 'GET',
      path,
      query,
      bypassRateLimit: true,
      noRetry: true,
      signal,
    });
    try {
      request.onOpen();
      await readEvents(request, stream, ending);
    } catch (error) {
      throw wrap(error, { method: 'GET', subject: stream.subject, signal });
    } finally {
      await stream.close();
    }
  } finally {
    disarm();
    ending.release();
  }
}

async function readEvents(
  request: WatchRequest,
  stream: OpenedStream,
  ending: LinkedAbort,
): Promise<void> {
  const { clock, path } = request;
  const decoder = new WatchDecoder();
  const openedAt = clock.now();
  let gathering = request.initial;
  let bookmarked = false;
  let busyMs = 0;
  const watchdog = new Watchdog(clock, gathering ? INITIAL_MS : SILENCE_MS, () =>
    ending.abort(gathering ? noInitialEnd(path) : silence(path, SILENCE_MS)),
  );
  try {
    for await (const chunk of stream.bytes) {
      const startedAt = clock.now();
      watchdog.feed();
      request.onBytes();
      const events = decoder.push(chunk);
      deliver(request, stream, events);
      bookmarked ||= events.some((event) => event.type === 'BOOKMARK');
      if (gathering && events.some(endsInitialSet)) {
        gathering = false;
        watchdog.allow(SILENCE_MS);
      } else if (!bookmarked && startedAt - openedAt > NO_BOOKMARKS_MS) {
        watchdog.stop();
      }
      busyMs += clock.now() - startedAt;
      if (busyMs >= YIELD_MS) {
        await setImmediate();
        busyMs = 0;
      }
    }
    const end = decoder.end();
    if (end === 'cut') throw new KubeError('Disconnected', cutMessage(path));
    if (end === 'foreign') {
      throw new KubeError('Unreadable', unreadableMessage(stream.subject, 'no watch events'));
    }
  } finally {
    watchdog.stop();
  }
}

/** Hands over the events up to the first error, and throws that. */
function deliver(request: WatchRequest, stream: OpenedStream, events: readonly WatchEvent[]): void {
  const data: DataEvent[] = [];
  for (const event of events) {
    if (event.type === 'ERROR') {
      request.onEvents(data);
      throw errorFromStatus(stream.subject, event.object);
    }
    data.push(event);
  }
  request.onEvents(data);
}

function silence(path: string, ms: number): KubeError {
  return new KubeError('Timeout', silentMessage(path, ms));
}

function noInitialEnd(path: string): KubeError {
  return new KubeError('BadRequest', noInitialEndMessage(path, INITIAL_MS));
}
