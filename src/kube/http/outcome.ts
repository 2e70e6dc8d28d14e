import type { IncomingHttpHeaders } from 'node:http';

/**
 * What a failed request changed: nothing, or it is not known (ours). `unknown` is only said of a
 * request that could change something and that may have reached the server.
 */
export type RequestOutcome = 'none' | 'unknown';

/** How far a request got. */
export interface Progress {
  /** Whether the server can change anything because of it. */
  readonly mayChange: boolean;
  /** Whether any part of it may have reached the server, and no answer said that it was refused. */
  isSent: boolean;
}

/** As much of a request as tells whether it can change anything. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
}

/** Questions that are asked by a POST, and store nothing. */
const REVIEWS = /^\/apis\/(authentication|authorization)\.k8s\.io\//;

/** Whether a request can change anything: reads, reviews and dry runs cannot. */
export function mayChange({ method, path, query }: Asked): boolean {
  return method !== 'GET' && query?.dryRun !== 'All' && !REVIEWS.test(path);
}

/** The outcome of a request that fails without an answer. */
export function outcomeWithoutAnswer({ mayChange, isSent }: Progress): RequestOutcome {
  return mayChange && isSent ? 'unknown' : 'none';
}

/**
 * The outcome of a request that was answered with an error. Below 500 it was refused before anything
 * was done, and so it was where the API server says 503, or where a time to come again is named. Any
 * other 5xx may come after the change: from storage that was slow to confirm it, or from a proxy that
 * lost the answer.
 */
export function outcomeOfError(
  { mayChange }: Pick<Progress, 'mayChange'>,
  status: number,
  isStatus: boolean,
  headers: IncomingHttpHeaders,
): RequestOutcome {
  if (!mayChange || status < 500) return 'none';
  const isRefused = status === 503 && (isStatus || headers['retry-after'] !== undefined);
  return isRefused ? 'none' : 'unknown';
}
