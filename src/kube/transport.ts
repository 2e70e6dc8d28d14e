import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type QueryValue = string | number | boolean | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

/** One request to the API server. */
export interface Request {
  readonly method: Method;
  /** From the root of the server, without a query: see `pathOf`. */
  readonly path: string;
  /** Undefined values are left out. */
  readonly query?: Query | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** `application/json`, or for PATCH `application/merge-patch+json`, unless given. */
  readonly contentType?: string | undefined;
  readonly accept?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A person who waits goes before what runs by itself. The default is `background`. */
  readonly priority?: 'person' | 'background' | undefined;
  /** Takes no rate token: watches, the further pages of one list, logs opened again. */
  readonly free?: boolean | undefined;
  /** Fails at the first 429 or 503, because the caller has its own rule for them. */
  readonly once?: boolean | undefined;
}

/** What the server answered to `send`. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: IncomingHttpHeaders;
  /** The server's clock, in milliseconds, from the Date header: whole seconds. */
  readonly serverTime: number | undefined;
  /** The texts of the Warning headers. */
  readonly warnings: readonly string[];
}

/** An answer that is read as it comes: a watch, a log. */
export interface OpenedStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly serverTime: number | undefined;
  readonly bytes: Readable;
  /** Ends the stream and resolves once its socket is closed. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Sends requests over kept-alive connections, with credentials, rate limit and deadlines.
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
  readonly userAgent?: string | undefined;
  readonly clock?: Clock | undefined;
}

/** Makes the transport of a connection. Nothing is sent until the first request. */
export function createTransport(
  _connection: Connection,
  _options: TransportOptions = {},
): Transport {
  throw new Error('being written');
}
