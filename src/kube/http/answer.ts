import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseJson } from '../../json/parse.ts';
import { KubeError } from '../errors.ts';
import { unreadableMessage } from '../messages.ts';
import { answerTimeout, type Call, wrap } from './exchange.ts';
import { outcomeWithoutAnswer } from './outcome.ts';

const unzip = promisify(gunzip);
/** Paths under which every answer is an object that says its kind, if the API server itself answers. */
const OBJECTS = /^\/apis?\/(?!.*\/proxy(\/|$))/;

/** The whole body as text. The socket is free for the next request afterwards. */
export async function readText(call: Call, response: IncomingMessage): Promise<string> {
  const arm = () => call.clock.after(call.answerMs, () => response.destroy(answerTimeout(call)));
  let disarm = arm();
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) {
      chunks.push(chunk);
      disarm();
      disarm = arm();
    }
    const bytes = Buffer.concat(chunks);
    const packed = response.headers['content-encoding'] === 'gzip';
    return (packed ? await unzip(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw wrap(error, call);
  } finally {
    disarm();
  }
}

/** The body as JSON; of what it claims to be, only that an object of the API says its kind is checked. */
export function parseBody<T>(call: Call, path: string, text: string, status: number): T {
  const outcome = outcomeWithoutAnswer(call.progress);
  const unreadable = (what: string, cause?: unknown) =>
    new KubeError('Unreadable', unreadableMessage(call.subject, what, outcome), {
      status,
      outcome,
      cause,
    });
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (cause) {
    throw unreadable('something that is not JSON', cause);
  }
  const { kind } = Object(body) as { readonly kind?: unknown };
  if (OBJECTS.test(path) && typeof kind !== 'string') {
    throw unreadable('something that is no Kubernetes object');
  }
  return body as T;
}

/** The server's clock in milliseconds. */
export function serverTime(response: IncomingMessage): number | undefined {
  const time = Date.parse(response.headers.date ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** The texts of `Warning: 299 - "text"` headers. */
export function warnings(response: IncomingMessage): readonly string[] {
  const header = response.headers.warning ?? '';
  return [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) =>
    (match[1] ?? '').replace(/\\(.)/g, '$1'),
  );
}

/** Resolves when an answer has been read or dropped, and has let go of its socket. */
export function closeOf(response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (response.closed) resolve();
    else response.once('close', () => resolve());
  });
}
