import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Credentials } from '../connection/connection.ts';
import { KubeError } from '../errors.ts';
import {
  ABORTED_MESSAGE,
  answerTimeoutMessage,
  connectTimeoutMessage,
  lostWriteMessage,
  networkMessage,
  type Subject,
} from '../messages.ts';
import { outcomeWithoutAnswer, type Progress, type RequestOutcome } from './outcome.ts';

/** The system probes a silent peer after this long, and notices a dead host ten seconds later. */
const KEEP_ALIVE_MS = 15_000;
const CONNECT_MS = 10_000;

/** One exchange with the server, from the first byte sent to the last one read. */
export interface Call {
  readonly method: string;
  readonly subject: Subject;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How long the server may be silent while an answer is waited for. */
  readonly answerMs: number;
  readonly progress: Progress;
}

/** What goes over the wire. */
export interface Outgoing {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly credentials: Credentials;
  readonly agent: Agent;
}

/**
 * Sends, and resolves with the answer as soon as its headers are there.
 *
 * A kept-alive socket may have been closed by the server at the very moment it is used again: a
 * GET is then sent once more. A write is not: it may have arrived.
 */
export async function exchange(call: Call, outgoing: Outgoing): Promise<IncomingMessage> {
  const first = sendOnce(call, outgoing);
  try {
    return await first.answered;
  } catch (error) {
    const staleSocket = first.request.reusedSocket && networkCode(error) === 'ECONNRESET';
    if (!staleSocket || call.method !== 'GET' || call.signal.aborted) throw wrap(error, call);
  }
  try {
    return await sendOnce(call, outgoing).answered;
  } catch (error) {
    throw wrap(error, call);
  }
}

function sendOnce(call: Call, outgoing: Outgoing): Sent {
  const { method, subject, signal, clock, answerMs, progress } = call;
  const { url, body, credentials, agent } = outgoing;
  const secure = url.protocol === 'https:';
  const headers: Record<string, string | string[]> = {
    ...outgoing.headers,
    ...credentials.headers,
  };
  if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
  const send = secure ? httpsRequest : httpRequest;
  const request = send(url, { ...credentials.tls, method, headers, agent, signal });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    const giveUp = (error: () => KubeError) => () => request.destroy(error());
    const unreachable = () => new KubeError('Timeout', connectTimeoutMessage(subject, CONNECT_MS));
    let disarm = clock.after(CONNECT_MS, giveUp(unreachable));
    const connected = () => {
      disarm();
      progress.isSent = true;
      const silent = () => answerTimeout(call);
      disarm = clock.after(answerMs, giveUp(silent));
    };
    request.once('socket', (socket) => {
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      ignoreLateErrors(socket);
      if (!socket.connecting) connected();
      else socket.once(secure ? 'secureConnect' : 'connect', connected);
    });
    request.once('response', (response) => {
      disarm();
      resolve(response);
    });
    // Stays for good: a request that is destroyed after its answer may still report an error.
    request.on('error', (error) => {
      disarm();
      reject(error);
    });
  });
  // As bytes: Node would write the headers in the encoding of a text that goes with them.
  request.end(body === undefined ? undefined : Buffer.from(body));
  return { request, answered };
}

const guarded = new WeakSet<Socket>();

/**
 * A request that is aborted after its answer came whole, but before all of that was read, breaks its
 * socket while neither the request nor the agent listens: that must not end the process.
 */
function ignoreLateErrors(socket: Socket): void {
  if (guarded.has(socket)) return;
  guarded.add(socket);
  socket.on('error', () => undefined);
}

interface Sent {
  readonly request: ClientRequest;
  readonly answered: Promise<IncomingMessage>;
}

/** No answer, or no further piece of one, in time. */
export function answerTimeout({ subject, answerMs, progress }: Call): KubeError {
  const outcome = outcomeWithoutAnswer(progress);
  return new KubeError('Timeout', answerTimeoutMessage(subject, answerMs, outcome), { outcome });
}

/**
 * No connection, or no handshake. Through a tunnel, and with TLS 1.3, the request is written before that
 * is known, but no server reads it.
 */
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT|ERR_OSSL)|^ERR_SSL_(WRONG_VERSION|\w*_ALERT_\w*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED))/;

/** The error of this layer for what went wrong on the wire. A mistake of ours stays what it is. */
export function wrap(
  error: unknown,
  call: Pick<Call, 'method' | 'subject' | 'signal'> & Partial<Pick<Call, 'progress'>>,
): unknown {
  if (error instanceof KubeError) return error;
  const outcome = call.progress ? outcomeWithoutAnswer(call.progress) : 'none';
  if (call.signal.aborted) return toAbortError(call.signal.reason, outcome);
  const code = networkCode(error);
  if (code === '' || error instanceof TypeError) return error;
  const known = NOT_CONNECTED.test(code) ? 'none' : outcome;
  const message = networkMessage(call.subject, code, detailOf(error), known);
  return new KubeError('Disconnected', message, { outcome: known, cause: error });
}

/** What OpenSSL or the system says, without where in their sources it says so. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { reason } = error as { readonly reason?: unknown };
  const said = /:SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1];
  return typeof reason === 'string' ? reason : (said ?? error.message);
}

/** One reason may end many requests: what became of each is said by an error of its own. */
function toAbortError(reason: unknown, outcome: RequestOutcome): KubeError {
  if (reason instanceof KubeError && reason.outcome === outcome) return reason;
  if (reason instanceof KubeError) {
    const message = outcome === 'unknown' ? lostWriteMessage(reason.message) : reason.message;
    return new KubeError(reason.code, message, { outcome, cause: reason });
  }
  const message = outcome === 'unknown' ? lostWriteMessage(ABORTED_MESSAGE) : ABORTED_MESSAGE;
  return new KubeError('Aborted', message, { outcome, cause: reason });
}

/** The system's name for a network failure; several addresses tried fail as one. */
function networkCode(error: unknown): string {
  if (error instanceof AggregateError) return networkCode(error.errors[0]);
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : '';
}
