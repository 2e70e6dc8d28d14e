import type { Cut } from '../faults.ts';
import { statusOf } from '../http/answer.ts';
import type { RequestContext } from '../http/request-context.ts';
import { errorLine } from './event-lines.ts';

/** A client that lets so much pile up is cut off; it can watch again from where it was. */
const MOST_UNREAD = 256 * 1024 * 1024;

/** The first byte of a character of two. */
const HALF = Buffer.from([0xc3]);

/**
 * An answer that goes on until its time is up, its client leaves or a fault cuts it. What is written
 * in one turn of the event loop leaves in one piece. It owns what feeds it, and ends it.
 */
export class EventStream {
  readonly #exchange: RequestContext;
  readonly #owned: (() => void)[] = [];
  #lines: string[] = [];
  #over = false;

  constructor(exchange: RequestContext, contentType: string) {
    const { response, parts } = exchange;
    this.#exchange = exchange;
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-cache, private' });
    // Without this Node keeps the head back until the first event, and clients wait for it.
    response.flushHeaders();
    this.own(parts.faults.stream((how) => this.#cut(how)));
    response.once('close', () => this.#release());
  }

  /** Ends with the stream; at once if it has ended. */
  own(end: () => void): void {
    if (this.#over) end();
    else this.#owned.push(end);
  }

  write(text: string): void {
    if (this.#over || text === '') return;
    if (this.#lines.push(text) > 1) return;
    setImmediate(() => this.#flush());
  }

  /** Runs what feeds it. What fails there is this stream's failure alone: it says why, and ends. */
  attempt(feed: () => void): void {
    try {
      feed();
    } catch (failure) {
      this.write(errorLine(statusOf(failure)));
      this.end();
    }
  }

  after(milliseconds: number, call: () => void): void {
    this.own(this.#exchange.parts.clock.after(milliseconds, call));
  }

  every(milliseconds: number, call: () => void): void {
    const { clock } = this.#exchange.parts;
    let cancel = (): void => {};
    const again = (): void => {
      cancel = clock.after(milliseconds, () => {
        again();
        call();
      });
    };
    again();
    this.own(() => cancel());
  }

  /** Sends what is written and ends as a server does that has no more to say. */
  end(): void {
    this.#flush();
    this.#release();
    this.#exchange.response.end();
  }

  #flush(): void {
    const { response } = this.#exchange;
    if (this.#over || this.#lines.length === 0) return;
    response.write(this.#lines.join(''));
    this.#lines = [];
    if (response.writableLength > MOST_UNREAD) response.destroy();
  }

  #cut(how: Cut): void {
    const { response } = this.#exchange;
    if (how === 'closed') {
      this.end();
      return;
    }
    this.#release();
    if (how === 'reset') {
      response.destroy();
      return;
    }
    response.write(
      Buffer.concat([Buffer.from('{"type":"MODIFIED","object":{"kind":"'), HALF]),
      () => response.destroy(),
    );
  }

  #release(): void {
    this.#over = true;
    for (const end of this.#owned.splice(0)) end();
  }
}
