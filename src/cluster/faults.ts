/** Which requests a fault meets. Nothing said: every request (ours). */
export interface Target {
  /** Part of the path with its query, or a pattern of it: `watch=true`. Absent: any path. */
  readonly path?: string | RegExp | undefined;
  /** Such as `PATCH`. Absent: any. */
  readonly method?: string | undefined;
  /** How many requests it meets. Default 1; Infinity until `clear`. */
  readonly times?: number | undefined;
}

/** What happens to a request that a fault met (ours). */
export type Fault =
  /** The connection is destroyed without an answer. */
  | { readonly kind: 'refuse' }
  /** No head is ever sent. */
  | { readonly kind: 'hang' }
  /** Answered, but so much later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Answered with this error. */
  | { readonly kind: 'fail'; readonly code: FailureCode; readonly retryAfter?: number | undefined }
  /** A watch that is told 410 Expired in its stream, and a list 410 as its answer. */
  | { readonly kind: 'expire' }
  /** A watch that starts but never sends anything. */
  | { readonly kind: 'silence' };

/** The errors that a server can be made to answer with: HTTP status codes (ours). */
export type FailureCode = 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503 | 504;

/** How running watches and log streams end (ours). */
export type Cut =
  /** As a server that ends its stream. */
  | 'closed'
  /** As a connection that breaks. */
  | 'reset'
  /** As a connection that breaks in the middle of a line, and of a character. */
  | 'midline';

interface Armed {
  readonly fault: Fault;
  readonly target: Target;
  left: number;
}

/** A stream that can be cut. */
export type Cuttable = (how: Cut) => void;

/**
 * Misbehaviour by name, for tests: a fault is armed, and meets the next requests it is aimed at
 * (ours).
 *
 * @example
 * cluster.faults.arm({ kind: 'fail', code: 429, retryAfter: 1 }, { method: 'PATCH' });
 * cluster.faults.arm({ kind: 'expire' }, { path: 'watch=true', times: 3 });
 * cluster.faults.cutStreams('reset');
 */
export class Faults {
  #armed: Armed[] = [];
  readonly #streams = new Set<Cuttable>();

  /** Whether watches get no bookmarks. */
  bookmarksDropped = false;

  /** Arms a fault for the next requests that match. The one armed first meets first. */
  arm(fault: Fault, target: Target = {}): void {
    this.#armed.push({ fault, target, left: target.times ?? 1 });
  }

  /** Cuts every running watch and log stream. Returns how many there were. */
  cutStreams(how: Cut): number {
    const streams = [...this.#streams];
    for (const cut of streams) cut(how);
    return streams.length;
  }

  /** Disarms everything. What hangs already goes on hanging. */
  clear(): void {
    this.#armed = [];
    this.bookmarksDropped = false;
  }

  /**
   * The fault that meets this request, if any; for the server.
   * @internal
   */
  take(method: string, url: string): Fault | undefined {
    const met = this.#armed.find(({ target }) => matches(target, method, url));
    if (!met) return undefined;
    met.left -= 1;
    if (met.left <= 0) this.#armed = this.#armed.filter((armed) => armed !== met);
    return met.fault;
  }

  /**
   * Registers a running stream; for the server. Returns what takes it off.
   * @internal
   */
  stream(cut: Cuttable): () => void {
    this.#streams.add(cut);
    return () => this.#streams.delete(cut);
  }
}

function matches(target: Target, method: string, url: string): boolean {
  if (target.method !== undefined && target.method !== method) return false;
  if (target.path === undefined) return true;
  return typeof target.path === 'string' ? url.includes(target.path) : target.path.test(url);
}
