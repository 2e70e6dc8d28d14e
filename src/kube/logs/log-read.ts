import type { Readable } from 'node:stream';
import { pathOf } from '../http/paths.ts';
import type { OpenedStream, Priority, Transport } from '../http/transport.ts';
import { LogStream } from './log-stream.ts';

/** Which log, and from where. */
export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  /** May be left out if the pod has only one container. */
  readonly container?: string | undefined;
  /** How many of the lines already there to begin with. All, unless given. */
  readonly tailLines?: number | undefined;
  /** RFC 3339; the server counts whole seconds, and includes this one. */
  readonly sinceTime?: string | undefined;
  /** The log of the container before it was restarted. */
  readonly previous?: boolean | undefined;
}

/** What the log endpoint of a pod takes besides. */
export interface LogReadRequest extends LogRequest {
  readonly follow?: boolean | undefined;
  readonly timestamps?: boolean | undefined;
  readonly sinceSeconds?: number | undefined;
  readonly limitBytes?: number | undefined;
  readonly insecureSkipTLSVerifyBackend?: boolean | undefined;
  readonly stream?: 'All' | 'Stdout' | 'Stderr' | undefined;
}

/** How the request itself is sent. */
export interface LogSending {
  readonly signal?: AbortSignal | undefined;
  readonly priority?: Priority | undefined;
  readonly free?: boolean | undefined;
}

/** How the bytes come. */
export interface LogReading extends LogSending {
  /** Maps an error of the stream. Default: the error as it is. */
  readonly toError?: ((error: unknown) => unknown) | undefined;
}

const PODS = { group: '', version: 'v1', plural: 'pods' };

/** Opens a container's log as it is asked for. */
export function openLog(
  transport: Transport,
  { namespace, pod, ...query }: LogReadRequest,
  sending: LogSending = {},
): Promise<OpenedStream> {
  const path = pathOf(PODS, namespace, pod, 'log');
  return transport.open({ method: 'GET', path, query, accept: '*/*', ...sending });
}

/**
 * A container's log as bytes. Destroying the stream closes the connection, also while nothing comes; a
 * connection that breaks destroys the stream with a `KubeError`, or with what `toError` makes of it.
 */
export async function readLog(
  transport: Transport,
  request: LogReadRequest,
  { toError = (error) => error, ...sending }: LogReading = {},
): Promise<Readable> {
  const stream = await openLog(transport, request, sending);
  return new LogStream(stream, toError);
}
