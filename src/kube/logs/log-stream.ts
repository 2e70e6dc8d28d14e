import { Readable } from 'node:stream';
import { isKubeError } from '../errors.ts';
import { wrap } from '../http/exchange.ts';
import type { OpenedStream } from '../http/transport.ts';

/**
 * The bytes of a log. Destroying it closes the connection at once, also while nothing comes; `close`
 * is emitted once the socket is closed.
 */
export class LogStream extends Readable {
  readonly #opened: OpenedStream;

  /** `toError` maps a failure of the connection to the error of the stream. */
  constructor(opened: OpenedStream, toError: (error: unknown) => unknown) {
    super();
    this.#opened = opened;
    const { bytes } = opened;
    bytes.pause();
    bytes.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) bytes.pause();
    });
    bytes.once('end', () => this.push(null));
    const fail = (error: unknown) => {
      const { subject, signal } = opened;
      this.destroy(toError(wrap(error, { method: 'GET', subject, signal })) as Error);
    };
    bytes.once('error', fail);
  }

  override _read(): void {
    this.#opened.bytes.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // Ended on purpose without a listener: a later reader gets the error, and the process goes on.
    const isTold = this.listenerCount('error') > 0 || !this.#isAborted;
    const finish = async () => {
      await this.#opened.close();
      done(isTold ? error : null);
    };
    void finish();
  }

  get #isAborted(): boolean {
    const { signal } = this.#opened;
    return signal.aborted && (!isKubeError(signal.reason) || signal.reason.code === 'Aborted');
  }
}
