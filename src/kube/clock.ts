import { onAbort } from './linked-abort.ts';

/**
 * The only place of this layer that knows real time and real chance: everything else is handed a
 * `Clock` and a `Random`, so that tests decide when a second is over (ours).
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds; rejects at once with the signal's reason when it is
   * aborted.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `run` once after `ms` milliseconds, unless the returned function was called before.
   */
  after(ms: number, run: () => void): () => void;
}

/** A number from 0 up to, but not including, 1 (ours). */
export type Random = () => number;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const timer = setTimeout(() => {
        stopListening();
        resolve();
      }, ms);
      const stopListening = onAbort(signal, () => {
        clearTimeout(timer);
        reject(signal?.reason);
      });
    });
  },
};

/** The machine's own dice. */
export const systemRandom: Random = () => Math.random();

/** An instant as RFC 3339 in UTC. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}
