/**
 * The outcome of what others wait for, too; as soon as the signal is aborted, this wait alone ends with
 * the error that is made of its reason.
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
