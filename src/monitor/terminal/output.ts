import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Size } from '../core/frame.ts';

/** A terminal to write to, such as `process.stdout`. */
export type TerminalOutput = Writable & {
  readonly isTTY?: boolean;
  readonly fd?: number;
  readonly columns?: number;
  readonly rows?: number;
};

/** The writing side of the terminal, which never waits for a terminal that does not read. */
export interface Output {
  readonly size: Size;
  /** True while the terminal has not taken what was written last. */
  readonly busy: boolean;
  write(bytes: string): void;
  /** Writes at once, past what is waiting, and gives up on a terminal that does not read. */
  writeNow(bytes: string): void;
  /** Waits until everything is taken, but not for long. */
  drain(): Promise<void>;
  /** Makes writes block again, as the next printing expects. */
  close(): void;
}

/** What happens on the writing side. */
export interface OutputEvents {
  readonly drained: () => void;
  readonly resized: () => void;
  readonly gone: () => void;
}

/** A terminal that does not read (ctrl-s, a dead link) may hold up the exit by this much. */
const PATIENCE_MS = 500;
const RETRY_MS = 10;

/** Takes over the stream: writes no longer block, and what breaks it is only that it is gone. */
export function openOutput(stream: TerminalOutput, events: OutputEvents): Output {
  const taken = (): void => {
    if (stream.writableLength === 0) events.drained();
  };
  setBlocking(stream, false);
  stream.on('resize', events.resized);
  // Stays on after close: what was on its way may fail later.
  stream.on('error', events.gone);

  return {
    get size() {
      // Some terminals say 0 before they know.
      return { width: stream.columns || 80, height: stream.rows || 24 };
    },
    get busy() {
      return stream.writableLength > 0;
    },
    write(bytes) {
      stream.write(bytes, taken);
    },
    writeNow(bytes) {
      if (stream.fd === undefined) stream.write(bytes);
      else writePatiently(stream.fd, bytes);
    },
    async drain() {
      for (let waited = 0; waited < PATIENCE_MS; waited += RETRY_MS) {
        if (stream.writableLength === 0 || stream.destroyed) return;
        await delay(RETRY_MS);
      }
    },
    close() {
      stream.off('resize', events.resized);
      setBlocking(stream, true);
    },
  };
}

function writePatiently(fd: number, text: string): void {
  let bytes = Buffer.from(text);
  for (let waited = 0; bytes.length > 0 && waited < PATIENCE_MS; ) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      const full = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      // Anything else: the terminal is gone, and nobody is left to restore it for.
      if (!full) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
      waited += RETRY_MS;
    }
  }
}

/**
 * Node writes to a terminal synchronously: one that stops reading would stop the whole program.
 * There is no public switch, so without this one the program merely blocks as others do.
 */
function setBlocking(stream: TerminalOutput, blocking: boolean): void {
  const { _handle: handle } = stream as { readonly _handle?: { setBlocking?(on: boolean): void } };
  handle?.setBlocking?.(blocking);
}
