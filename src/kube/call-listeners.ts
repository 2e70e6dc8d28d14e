/**
 * Calls every listener, whatever the others do. What one throws is reported as an uncaught exception,
 * as Node does for an `EventTarget`: it is a mistake of the program, and must not end the watch that
 * the others listen to.
 */
export function callListeners<T>(listeners: Iterable<(value: T) => void>, value: T): void {
  for (const listener of [...listeners]) {
    try {
      listener(value);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
