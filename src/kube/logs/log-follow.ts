import { Backoff } from '../backoff.ts';
import { type Clock, type Random, rfc3339, systemClock, systemRandom } from '../clock.ts';
import { isKubeError, KubeError } from '../errors.ts';
import { wrap } from '../http/exchange.ts';
import { LineSplitter } from '../http/line-splitter.ts';
import type { OpenedStream, Transport } from '../http/transport.ts';
import { Watchdog } from '../http/watchdog.ts';
import { type LinkedAbort, linkAbort } from '../linked-abort.ts';
import { logMessages, silentMessage } from '../messages.ts';
import { type ContainerState, readContainerState } from './container-state.ts';
import { LogBookmark, type LogLine, parseLogLine } from './log-lines.ts';
import { type LogRequest, openLog } from './log-read.ts';

export type { LogRequest } from './log-read.ts';

/** What happens in a followed log, in order (ours). */
export type LogEvent = {
  /** Whose it is, where the logs of several containers are followed together. */
  readonly container?: string;
} /** `timestamp` is RFC 3339 with nine digits of fraction, as the kubelet wrote it. */ & (
  | {
      readonly kind: 'line';
      readonly timestamp: string;
      readonly text: string;
      /**
       * The line has not ended, as that of a progress bar: the next line of the same container takes its
       * place. Only where `partialLines` asks for it; then the text is what a carriage return started
       * over last.
       */
      readonly partial?: true;
    }
  /** Something to be shown between lines: a restart, a possible gap. */
  | { readonly kind: 'mark'; readonly message: string }
  /** Nothing comes for now, and why. */
  | { readonly kind: 'waiting'; readonly message: string }
  /** No more will come. */
  | { readonly kind: 'end'; readonly message: string }
);

/** How a log is followed. */
export interface FollowOptions {
  /** Tells of a line while it is written, too. Default false: whole lines alone. */
  readonly partialLines?: boolean | undefined;
  /** For tests, as `random`. */
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

/** Of a longer line only the beginning is shown. */
const LINE_CAP = 64 * 1024;
/** A log may be silent for hours, and so is a dead connection: it is opened again. */
const QUIET_MS = 60_000;
/** Errors that another try will not mend. */
const FINAL = new Set(['Forbidden', 'BadRequest', 'Invalid', 'NotServed']);

/**
 * Follows a container's log until it ends or `signal` is aborted, across disconnects and restarts.
 *
 * Every line comes once and in order. Where lines may be missing, because a log file was rotated
 * or a container was restarted while no stream was open, a mark says so. The reader's pace is the
 * pace: what it does not take stays with the server.
 */
export function followLog(
  transport: Transport,
  request: LogRequest,
  signal: AbortSignal,
  options: FollowOptions = {},
): AsyncGenerator<LogEvent, void> {
  return new LogFollower(transport, request, signal, options).events();
}

class LogFollower {
  readonly #transport: Transport;
  readonly #request: LogRequest;
  readonly #signal: AbortSignal;
  readonly #clock: Clock;
  readonly #bookmark = new LogBookmark();
  readonly #backoff: Backoff;
  readonly #name: string;
  /** Which run of the container the bookmark is in. */
  #restarts: number | undefined;
  /** This run's log was read to its end; it may have grown since. */
  #complete = false;
  /** The first run is read from where the request says, later ones from their beginning. */
  #since: Pick<LogRequest, 'tailLines' | 'sinceTime'>;
  #opened = false;
  #lastMessage = '';
  readonly #tellsPartial: boolean;
  /** The line that had begun where the log was left: it is sent again, whole or further. */
  #unfinished: LogLine | undefined;

  constructor(
    transport: Transport,
    request: LogRequest,
    signal: AbortSignal,
    { clock = systemClock, random = systemRandom, partialLines = false }: FollowOptions,
  ) {
    this.#transport = transport;
    this.#request = request;
    this.#signal = signal;
    this.#clock = clock;
    this.#tellsPartial = partialLines;
    this.#backoff = new Backoff(500, 15_000, random);
    this.#name = request.container ?? request.pod;
    this.#since = { tailLines: request.tailLines, sinceTime: request.sinceTime };
  }

  async *events(): AsyncGenerator<LogEvent, void> {
    try {
      yield* this.#follow();
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    }
  }

  async *#follow(): AsyncGenerator<LogEvent, void> {
    for (;;) {
      this.#signal.throwIfAborted();
      const state = await readContainerState(this.#transport, this.#request, this.#signal);
      this.#signal.throwIfAborted();
      yield* this.#restarted(state);
      const end = this.#endMessage(state);
      if (end !== undefined) {
        yield* this.#finishLine();
        yield { kind: 'end', message: end };
        return;
      }
      if (state.kind === 'waiting' && (this.#complete || !state.ran)) {
        yield* this.#wait(logMessages.waiting(this.#name, state.reason));
        continue;
      }
      // The stream ended and the container did not: the server closes streams now and then.
      if (this.#complete) await this.#pause();
      const failure = yield* this.#read(this.#request.previous ?? false, state.kind !== 'ended');
      this.#complete = failure === undefined;
      if (failure && FINAL.has(failure.code) && !failure.message.includes('waiting to start')) {
        yield* this.#finishLine();
        yield { kind: 'end', message: failure.message };
        return;
      }
      const silent = failure?.code === 'Timeout' && failure.status === undefined;
      if (failure && !silent) yield* this.#wait(failure.message);
    }
  }

  /** Why the log has ended, if it has. */
  #endMessage(state: ContainerState): string | undefined {
    if (state.kind === 'gone') return logMessages.gone(this.#request.pod);
    if (state.kind === 'ended' && !state.ran) return logMessages.neverRan(this.#name);
    if (!this.#complete) return undefined;
    if (state.kind === 'ended') return logMessages.exited(this.#name, state.exitCode, state.reason);
    const unseen = state.kind === 'unknown' || this.#request.previous;
    return unseen ? logMessages.ended(this.#name) : undefined;
  }

  /** Notices a new run of the container: reads what is left of the last one, and starts over. */
  async *#restarted(state: ContainerState): AsyncGenerator<LogEvent, void> {
    if (!('restarts' in state)) return;
    const before = this.#restarts;
    this.#restarts = state.restarts;
    if (before === undefined || state.restarts <= before || this.#request.previous) return;
    const next = state.restarts === before + 1;
    const lost = this.#complete ? undefined : yield* this.#read(true, false);
    yield* this.#finishLine();
    if (!next || lost) yield { kind: 'mark', message: logMessages.gap };
    yield { kind: 'mark', message: logMessages.restarted(this.#name, state.restarts) };
    this.#bookmark.reset();
    this.#since = {};
    this.#complete = false;
  }

  /** Reads to the end of a stream. Returns what broke it, if it did not end in good order. */
  async *#read(
    previous: boolean,
    follow: boolean,
  ): AsyncGenerator<LogEvent, KubeError | undefined> {
    const ending = linkAbort(this.#signal);
    let stream: OpenedStream | undefined;
    try {
      stream = await this.#open(previous, follow, ending.signal);
      yield* this.#lines(stream, ending, follow);
      return undefined;
    } catch (thrown) {
      const error = stream
        ? wrap(thrown, { method: 'GET', subject: stream.subject, signal: stream.signal })
        : thrown;
      const isOver = this.#signal.aborted || isKubeError(error, 'Aborted');
      if (isOver || !isKubeError(error)) throw error;
      return error;
    } finally {
      ending.release();
      await stream?.close();
    }
  }

  async #open(previous: boolean, follow: boolean, signal: AbortSignal): Promise<OpenedStream> {
    this.#bookmark.resume();
    const { namespace, pod, container } = this.#request;
    const { sinceTime } = this.#bookmark;
    const from = sinceTime === undefined ? this.#since : { sinceTime };
    const where = { namespace, pod, container, ...from };
    const how = { follow, previous: previous || undefined, timestamps: true };
    const stream = await openLog(
      this.#transport,
      { ...where, ...how },
      { signal, free: this.#opened },
    );
    this.#opened = true;
    // What is written from now on must not be left out when the log is opened again.
    if (this.#since.tailLines === 0 && stream.serverTime !== undefined) {
      this.#since = { sinceTime: rfc3339(stream.serverTime) };
    }
    return stream;
  }

  async *#lines(
    stream: OpenedStream,
    ending: LinkedAbort,
    follow: boolean,
  ): AsyncGenerator<LogEvent, void> {
    const splitter = new LineSplitter(LINE_CAP, {
      startsOver: true,
      cutMessage: logMessages.cut,
    });
    const silence = () => new KubeError('Timeout', silentMessage(stream.subject.what, QUIET_MS));
    const watchdog = new Watchdog(this.#clock, QUIET_MS, () => ending.abort(silence()));
    try {
      for await (const chunk of stream.bytes) {
        watchdog.feed();
        for (const line of splitter.push(chunk)) yield* this.#line(line);
        // What has arrived already is soon read.
        if (this.#tellsPartial && stream.bytes.readableLength === 0) {
          yield* this.#partialLine(splitter.partial);
        }
        watchdog.feed();
      }
      // A line that goes on is sent again with the next stream.
      const goesOn = follow && parseLogLine(splitter.partial) !== undefined;
      if (splitter.pending > 0 && !goesOn) yield* this.#line(splitter.rest());
    } finally {
      this.#leaveLine(splitter.partial);
      watchdog.stop();
    }
  }

  *#line(line: string): Generator<LogEvent, void> {
    const parsed = parseLogLine(line);
    if (!parsed) {
      if (line.trim() !== '') yield { kind: 'mark', message: line };
      return;
    }
    const verdict = this.#bookmark.take(parsed);
    if (verdict === 'seen') return;
    this.#unfinished = undefined;
    this.#backoff.reset();
    this.#lastMessage = '';
    if (verdict === 'afterGap') yield { kind: 'mark', message: logMessages.gap };
    yield { kind: 'line', ...parsed };
  }

  *#partialLine(line: string): Generator<LogEvent, void> {
    const before = this.#unfinished;
    const now = this.#leaveLine(line);
    const isKnown = now?.timestamp === before?.timestamp && now?.text === before?.text;
    if (now === undefined || now.text === '' || isKnown) return;
    this.#backoff.reset();
    this.#lastMessage = '';
    yield { kind: 'line', ...now, partial: true };
  }

  /** Remembers a line that has begun, unless it may be one that was seen whole. */
  #leaveLine(line: string): LogLine | undefined {
    const parsed = parseLogLine(line);
    if (parsed === undefined || !this.#bookmark.isAhead(parsed)) return undefined;
    this.#unfinished = parsed;
    return parsed;
  }

  /** A line that had begun and will not come again is whole as it is. */
  *#finishLine(): Generator<LogEvent, void> {
    const line = this.#unfinished;
    if (line === undefined) return;
    this.#unfinished = undefined;
    this.#bookmark.take(line);
    yield { kind: 'line', ...line };
  }

  /** Says why nothing comes, once, and waits. */
  async *#wait(message: string): AsyncGenerator<LogEvent, void> {
    if (message !== this.#lastMessage) yield { kind: 'waiting', message };
    this.#lastMessage = message;
    await this.#pause();
  }

  #pause(): Promise<void> {
    return this.#clock.sleep(this.#backoff.next(), this.#signal);
  }
}
