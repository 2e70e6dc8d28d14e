import type { IncomingMessage } from 'node:http';
import type { WireEvent } from './wire.ts';

/** An answer that goes on, read line by line. Whoever opens one stops it. */
export class RawStream {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly #asked: string;
  readonly #response: IncomingMessage;
  readonly #lines: AsyncGenerator<string, undefined>;

  constructor(asked: string, response: IncomingMessage) {
    this.#asked = asked;
    this.#response = response;
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    this.#lines = linesOf(response);
  }

  /** The next line, or undefined at a clean end. Fails when none comes within the limit. */
  async line(limitMs = 10_000): Promise<string | undefined> {
    const { value } = await within(limitMs, `${this.#asked}: no line`, this.#lines.next());
    return value;
  }

  /** The next event of a watch. Fails at the end of the stream. */
  async event(limitMs = 10_000): Promise<WireEvent> {
    const line = await this.line(limitMs);
    if (line === undefined) throw new Error(`${this.#asked}: ended where an event was due`);
    return JSON.parse(line);
  }

  /** The next `count` events of a watch. */
  async events(count: number): Promise<WireEvent[]> {
    const events: WireEvent[] = [];
    while (events.length < count) events.push(await this.event());
    return events;
  }

  /** Every line until the server ends the stream. */
  async rest(limitMs = 10_000): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.line(limitMs);
      if (line === undefined) return lines;
      lines.push(line);
    }
  }

  stop(): void {
    this.#response.destroy();
  }
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string, undefined> {
  response.setEncoding('utf8');
  let rest = '';
  for await (const chunk of response) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield rest;
  return undefined;
}

async function within<T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
