/**
 * Waits for a shared promise. If the signal is aborted, only this wait ends, with the error that
 * `errorOf` makes of the reason.
 */
export function untilAborted<T>(
  shared: Promise<T>,
  signal: AbortSignal | undefined,
  errorOf: (reason: unknown) => Error,
): Promise<T> {
  if (signal === undefined) return shared;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(errorOf(signal.reason));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const release = () => signal.removeEventListener('abort', onAbort);
    shared.then(resolve, reject).finally(release);
  });
}
