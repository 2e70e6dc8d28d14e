import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect } from 'vitest';
import type { Connection } from '../../src/kube/connection/connection.ts';
import type { KubeError } from '../../src/kube/errors.ts';
import {
  createTransport,
  type Transport,
  type TransportOptions,
} from '../../src/kube/http/transport.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { until } from '../support/until.ts';
import { plainConnection } from './watch/reflected.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A transport that talks to a server of the test's, on a clock of the test's. */
export interface RawExchange {
  transport: Transport;
  server: HttpServer;
  clock: FakeClock;
}

let talking: RawExchange | undefined;

/** Starts a server with these answers, and a transport to it; both end with the test. */
export async function startRawExchange(
  answer: Answer,
  options: TransportOptions = {},
  connection: Partial<Connection> = {},
): Promise<RawExchange> {
  let count = 0;
  const clock = new FakeClock();
  const server = await startHttpServer((request, response) => {
    count += 1;
    answer(request, response, count);
  });
  const transport = createTransport(
    { ...plainConnection(server.url), ...connection },
    { clock, ...options },
  );
  talking = { transport, server, clock };
  return talking;
}

/** Ends what a test started, and holds it to having left nothing behind. */
export function endRawExchanges(): void {
  afterEach(async () => {
    if (talking === undefined) return;
    const { transport, server, clock } = talking;
    talking = undefined;
    await transport.close();
    await until(() => server.sockets.size === 0);
    await server[Symbol.asyncDispose]();
    expect(clock.pending).toBe(0);
  });
}

export const get = { method: 'GET', path: '/x' } as const;

export function json(response: ServerResponse, body: unknown = {}): void {
  response.end(JSON.stringify(body));
}

/** What a promise is rejected with. */
export function failure(promise: Promise<unknown>): Promise<KubeError> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as KubeError,
  );
}
