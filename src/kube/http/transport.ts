import {
  type Agent,
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { stringifyJson } from '../../json/stringify.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Connection, Credentials } from '../connection/connection.ts';
import { tunnelAgent } from '../connection/proxy.ts';
import { isKubeError, KubeError } from '../errors.ts';
import { linkAbort } from '../linked-abort.ts';
import {
  CLOSED_MESSAGE,
  rateLimitMessage,
  requestTimeoutMessage,
  type Subject,
} from '../messages.ts';
import { closeOf, parseBody, readText, serverTime, warnings } from './answer.ts';
import { type Call, exchange, type Outgoing, wrap } from './exchange.ts';
import { mayChange, outcomeWithoutAnswer } from './outcome.ts';
import { RateLimiter } from './rate-limiter.ts';
import { errorFromAnswer } from './status.ts';

/** The methods of HTTP that the API server takes (ours). */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** A value of a query; undefined is left out (ours). */
export type QueryValue = string | number | boolean | undefined;
/** A query, by name (ours). */
export type Query = Readonly<Record<string, QueryValue>>;

/** Whose turn a request is (ours). */
export type Priority = 'interactive' | 'background' | 'bulk';

/** One request to the API server (ours). */
export interface Request {
  /** What to do. */
  readonly method: Method;
  /** From the root of the server, without a query: see `pathOf`. */
  readonly path: string;
  /** Undefined values are left out. Default: none. */
  readonly query?: Query | undefined;
  /** Sent as JSON. Default: none. */
  readonly body?: unknown;
  /** Default `application/json`, or for PATCH `application/merge-patch+json`. */
  readonly contentType?: string | undefined;
  /** Default `application/json`. */
  readonly accept?: string | undefined;
  /** Ends it. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /**
   * A user who waits goes before what runs by itself; many changes in a row (`bulk`) have a bucket of
   * their own, and hold up neither. Default `background`.
   */
  readonly priority?: Priority | undefined;
  /**
   * Takes no rate token: watches, the further pages of one list, logs opened again. Default false.
   */
  readonly bypassRateLimit?: boolean | undefined;
  /** Fails at the first 429 or 503, because the caller has its own rule for them. Default false. */
  readonly noRetry?: boolean | undefined;
}

/** What the server answered to `send` (ours). */
export interface Answer<T> {
  /** Of HTTP: 200 to 299. */
  readonly status: number;
  /** Parsed from JSON; its type is what the caller says. */
  readonly body: T;
  /** By their names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The server's clock, in milliseconds since 1970, from the Date header: whole seconds. */
  readonly serverTime: number | undefined;
  /** The texts of the Warning headers. */
  readonly warnings: readonly string[];
}

/** An answer that is read as it comes: a watch, a log (ours). */
export interface OpenedStream {
  /** Of HTTP: 200 to 299. */
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The server's clock, in milliseconds since 1970, from the Date header: whole seconds. */
  readonly serverTime: number | undefined;
  /** As they come. */
  readonly bytes: Readable;
  /**
   * What the stream is about, for the messages of its failures.
   * @internal
   */
  readonly subject: Subject;
  /**
   * Aborted when the request is ended by its own signal, or by `close` of the transport.
   * @internal
   */
  readonly signal: AbortSignal;
  /** Ends the stream and resolves once its socket is closed. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Sends requests over kept-alive connections, with credentials, rate limit and deadlines (ours).
 * Every answer that is not 2xx, and every failure, is thrown as a `KubeError`.
 */
export interface Transport {
  /** Sends and reads the whole answer, parsed as JSON. */
  send<T>(request: Request): Promise<Answer<T>>;
  /** Sends and hands over the answer as bytes as soon as its headers are there. */
  open(request: Request): Promise<OpenedStream>;
  /** When the server last answered anything, in milliseconds by the transport's clock. */
  readonly lastAnswerAt: number | undefined;
  /** Ends everything under way and frees every socket. */
  close(): Promise<void>;
}

/** How a transport behaves; all have defaults. */
export interface TransportOptions {
  /** Requests per second in the long run, as client-go counts them: 5. */
  readonly qps?: number | undefined;
  /** Requests at once: 10. */
  readonly burst?: number | undefined;
  /** Who we say we are; the server keeps its first word as field manager of our writes. */
  readonly userAgent?: string | undefined;
  /** Asks for packed answers. Unless given, only over a real network, where it is faster. */
  readonly gzip?: boolean | undefined;
  readonly clock?: Clock | undefined;
  /** Called when a request has waited for the rate limit for more than a second, and when none does. */
  readonly onThrottled?: ((throttled: boolean) => void) | undefined;
}

/** For headers, and between two pieces of an answer that is read whole. */
const ANSWER_MS = 30_000;
/** Some proxies hold the headers of a stream back until its first byte. */
const STREAM_ANSWER_MS = 90_000;
/** How often a request is sent in all, if the server says when to come again. */
const ATTEMPTS = 10;
/** A server that asks for a longer wait has refused. */
const PATIENCE_S = 60;
const KEEP_ALIVE = { keepAlive: true, maxFreeSockets: 4, scheduling: 'lifo' } as const;

/** Makes the transport of a connection. Nothing is sent until the first request. */
export function createTransport(connection: Connection, options: TransportOptions = {}): Transport {
  return new HttpTransport(connection, options);
}

class HttpTransport implements Transport {
  lastAnswerAt: number | undefined;
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #limiter: RateLimiter;
  readonly #bulkLimiter: RateLimiter;
  readonly #agent: Agent;
  readonly #userAgent: string;
  readonly #gzip: boolean;
  readonly #closing = new AbortController();
  /** The requests that hold a socket: each resolves when it has let go of it. */
  readonly #held = new Set<Promise<void>>();

  constructor(connection: Connection, options: TransportOptions) {
    const server = new URL(connection.server);
    this.#connection = connection;
    this.#clock = options.clock ?? systemClock;
    const { qps = 5, burst = 10, onThrottled } = options;
    this.#limiter = new RateLimiter({ qps, burst, clock: this.#clock, onThrottled });
    // A bulk waits by design, and shows how far it is by itself.
    this.#bulkLimiter = new RateLimiter({ qps, burst, clock: this.#clock });
    this.#userAgent = options.userAgent ?? 'node';
    this.#gzip = options.gzip ?? !/^(localhost$|127\.|\[::1\])/.test(server.hostname);
    const { proxyUrl } = connection;
    if (proxyUrl !== undefined) {
      this.#agent = tunnelAgent(server, proxyUrl, KEEP_ALIVE, this.#closing.signal);
    } else {
      const DirectAgent = server.protocol === 'https:' ? HttpsAgent : HttpAgent;
      this.#agent = new DirectAgent(KEEP_ALIVE);
    }
  }

  async send<T>(request: Request): Promise<Answer<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const { call, release } = this.#begin(request, ANSWER_MS, this.#connection.requestTimeoutMs);
      try {
        const response = await this.#answer(request, call);
        const text = await readText(call, response);
        const status = response.statusCode ?? 0;
        return {
          status,
          body: parseBody<T>(call, request.path, text, status),
          headers: response.headers,
          serverTime: serverTime(response),
          warnings: warnings(response),
        };
      } catch (error) {
        const wait = retryAfterMs(error, request, attempt);
        if (wait === undefined) throw wrap(error, call);
        await this.#pause(wait, request);
      } finally {
        release();
      }
    }
  }

  async open(request: Request): Promise<OpenedStream> {
    const { call, release } = this.#begin(request, STREAM_ANSWER_MS);
    try {
      const response = await this.#answer(request, call);
      const closed = closeOf(response).finally(release);
      // A stream that breaks without a reader must not end the process; a reader hears of it.
      response.on('error', () => undefined);
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        serverTime: serverTime(response),
        bytes: response,
        subject: call.subject,
        signal: call.signal,
        close() {
          response.destroy();
          return closed;
        },
      };
    } catch (error) {
      release();
      throw wrap(error, call);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new KubeError('Aborted', CLOSED_MESSAGE));
    this.#connection.close();
    this.#agent.destroy();
    await Promise.all(this.#held);
  }

  /** A 2xx answer, its headers only. Credentials that are refused are asked for again, once. */
  async #answer(request: Request, call: Call): Promise<IncomingMessage> {
    if (!request.bypassRateLimit) await this.#takeToken(request, call);
    for (let attempt = 1; ; attempt += 1) {
      // What was sent before was refused.
      call.progress.isSent = false;
      const credentials = await this.#connection.credentials(call.signal);
      const answered = exchange(call, this.#outgoing(request, credentials, call));
      this.#hold(answered.then(closeOf, () => undefined));
      const response = await answered;
      this.lastAnswerAt = this.#clock.now();
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) return response;
      const text = await readText(call, response);
      const mayRenew = status === 401 && this.#connection.invalidate(credentials);
      const again = mayRenew && attempt === 1;
      if (again) continue;
      throw errorFromAnswer(call.subject, status, response.headers, text, {
        mayChange: call.progress.mayChange,
        renewable: mayRenew,
      });
    }
  }

  /** One token per request. A wait that would outlast the request is none to begin. */
  async #takeToken({ priority = 'background' }: Request, call: Call): Promise<void> {
    const isBulk = priority === 'bulk';
    const limiter = isBulk ? this.#bulkLimiter : this.#limiter;
    const asker = isBulk ? 'background' : priority;
    const limit = call.answerMs === ANSWER_MS ? this.#connection.requestTimeoutMs : undefined;
    const delay = limiter.delay(asker);
    if (limit !== undefined && delay > limit) {
      throw new KubeError('Throttled', rateLimitMessage(call.subject, delay, limit));
    }
    await limiter.take(asker, call.signal);
  }

  #call(request: Request, signal: AbortSignal, answerMs: number): Call {
    const { server, contextName, userName } = this.#connection;
    const { method, path } = request;
    const subject = { server, contextName, userName, what: `${method} ${path}` };
    const progress = { mayChange: mayChange(request), isSent: false };
    return { method, subject, signal, clock: this.#clock, answerMs, progress };
  }

  #outgoing(request: Request, credentials: Credentials, call: Call): Outgoing {
    const body = request.body === undefined ? undefined : stringifyJson(request.body);
    const streamed = call.answerMs === STREAM_ANSWER_MS;
    const headers: Record<string, string> = {
      accept: request.accept ?? 'application/json',
      'accept-encoding': this.#gzip && !streamed ? 'gzip' : 'identity',
      'user-agent': this.#userAgent,
    };
    if (body !== undefined) headers['content-type'] = contentType(request);
    const url = new URL(this.#connection.server + request.path + queryOf(request.query));
    return { url, headers, body, credentials, agent: this.#agent };
  }

  /** A call that ends with the caller's signal, with the transport, and after `limitMs`. */
  #begin(request: Request, answerMs: number, limitMs?: number): { call: Call; release(): void } {
    const ending = linkAbort(request.signal, this.#closing.signal);
    const call = this.#call(request, ending.signal, answerMs);
    if (limitMs === undefined) return { call, release: ending.release };
    const disarm = this.#clock.after(limitMs, () => {
      const outcome = outcomeWithoutAnswer(call.progress);
      const message = requestTimeoutMessage(call.subject, limitMs, outcome);
      ending.abort(new KubeError('Timeout', message, { outcome }));
    });
    return {
      call,
      release() {
        disarm();
        ending.release();
      },
    };
  }

  async #pause(ms: number, request: Request): Promise<void> {
    const { call, release } = this.#begin(request, ms);
    try {
      await this.#clock.sleep(ms, call.signal);
    } catch (error) {
      throw wrap(error, call);
    } finally {
      release();
    }
  }

  #hold(closed: Promise<void>): void {
    this.#held.add(closed);
    void closed.then(() => this.#held.delete(closed));
  }
}

/** When to send again after an error, if at all: only where the server itself says so. */
function retryAfterMs(error: unknown, request: Request, attempt: number): number | undefined {
  if (request.noRetry || attempt >= ATTEMPTS || !isKubeError(error)) return undefined;
  if (error.status !== 429 && error.status !== 503) return undefined;
  const { retryAfterSeconds = Number.POSITIVE_INFINITY } = error;
  if (retryAfterSeconds > PATIENCE_S) return undefined;
  return Math.max(retryAfterSeconds * 1000, 100 * attempt);
}

function queryOf(query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}

function contentType(request: Request): string {
  if (request.contentType) return request.contentType;
  return request.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}
