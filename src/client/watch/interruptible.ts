import type { LinkedAbort } from '../../kube/linked-abort.ts';

/**
 * Wraps a generator in an iterator whose `return` ends a `next` that still waits. A plain generator
 * would first wait for its next value: forever, if the stream is quiet.
 *
 * `link` creates the signal that ends `generate`, which then ends without an error. It is created
 * with the first `next` and released at the end.
 */
export function interruptible<T>(
  link: () => LinkedAbort,
  generate: (signal: AbortSignal) => AsyncGenerator<T, void>,
): AsyncIterableIterator<T> {
  let running:
    | { readonly ending: LinkedAbort; readonly values: AsyncGenerator<T, void> }
    | undefined;
  let isOver = false;
  const begin = () => {
    const ending = link();
    return { ending, values: generate(ending.signal) };
  };
  const finish = () => {
    isOver = true;
    running?.ending.release();
  };
  return {
    async next() {
      if (isOver) return { done: true, value: undefined };
      running ??= begin();
      try {
        const result = await running.values.next();
        if (result.done) finish();
        return result;
      } catch (error) {
        finish();
        throw error;
      }
    },
    async return() {
      isOver = true;
      running?.ending.abort(new Error('The reader has left.'));
      // A `next` under way reports the error.
      await running?.values.return();
      finish();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
