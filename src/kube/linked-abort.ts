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
    const stopListening = onAbort(signal, () => controller.abort(signal?.reason));
    if (signal?.aborted) controller.abort(signal.reason);
    return stopListening;
  });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release() {
      for (const release of releases) release();
    },
  };
}

/**
 * Calls back when `signal` is aborted later. Returns how to end that. One signal may end any number of
 * calls: Node's warning about many listeners is turned off for it.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => undefined;
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
