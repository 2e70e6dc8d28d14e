import { setMaxListeners } from 'node:events';

/** An abort controller that ends with others, until it is released from them. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Stops listening to the others: they may live much longer. */
  release(): void;
}

/** Aborts, with the same reason, as soon as one of `outer` is aborted. */
export function linkAbort(...outer: readonly (AbortSignal | undefined)[]): LinkedAbort {
  const controller = new AbortController();
  const releases = outer.map((signal) => {
    const abort = () => controller.abort(signal?.reason);
    // One signal may end any number of requests: that is no leak, and no warning on the screen.
    if (signal) setMaxListeners(0, signal);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    return () => signal?.removeEventListener('abort', abort);
  });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release() {
      for (const release of releases) release();
    },
  };
}
