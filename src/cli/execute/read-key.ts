import type { ReadStream } from 'node:tty';

/** Reads one key from a terminal, without echo. Undefined if the signal ends it first. */
export function readKey(input: ReadStream, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const done = (key: string | undefined) => {
      input.off('data', onData);
      signal.removeEventListener('abort', onAbort);
      input.setRawMode(false);
      input.pause();
      resolve(key);
    };
    const onData = (data: Buffer | string) => done(data.toString());
    const onAbort = () => done(undefined);
    if (signal.aborted) {
      resolve(undefined);
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    input.setRawMode(true);
    input.on('data', onData);
    input.resume();
  });
}
