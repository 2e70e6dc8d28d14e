import { describe, expect, test } from 'vitest';
import { KubeError } from '../../../src/kube/errors.ts';
import { createTransport, type Request, type Transport } from '../../../src/kube/http/transport.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import type { HttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import { type Answer, endRawExchanges, failure, json, startRawExchange } from '../raw-exchange.ts';
import { plainConnection } from '../watch/reflected.ts';

endRawExchanges();
let server: HttpServer;
let transport: Transport;
let clock: FakeClock;

async function talk(...how: Parameters<typeof startRawExchange>): Promise<Transport> {
  ({ transport, server, clock } = await startRawExchange(...how));
  return transport;
}

const write = { method: 'POST', path: '/x', body: {} } as const;
const LOST = 'The change may or may not have been made: look before you try again.';
const STATUS = { kind: 'Status', reason: 'InternalError', message: 'no leader' };

function answering(status: number, body: string | object, headers = {}): Answer {
  return (_, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** Answers that leave it open whether the change was made. */
const OPEN: readonly (readonly [string, Answer])[] = [
  ['500', answering(500, STATUS)],
  ['502 of a proxy', answering(502, '<html>Bad Gateway</html>')],
  ['503 of a proxy', answering(503, 'upstream connect error')],
  ['504', answering(504, { kind: 'Status', reason: 'Timeout', message: 'took too long' })],
  ['504 of a proxy', answering(504, '<html>Gateway Timeout</html>')],
  ['200 that is no JSON', answering(200, '<html>')],
  ['201 that is cut', (_, response) => cut(response)],
  ['a connection that breaks', (request) => request.socket.destroy()],
];

/** Answers that say that nothing was done. */
const REFUSED: readonly (readonly [string, Answer])[] = [
  ['302', answering(302, 'Found')],
  ['401', answering(401, '')],
  ['403', answering(403, { kind: 'Status', reason: 'Forbidden' })],
  ['409', answering(409, { kind: 'Status', reason: 'Conflict' })],
  ['422', answering(422, { kind: 'Status', reason: 'Invalid' })],
  ['429', answering(429, { kind: 'Status', reason: 'TooManyRequests' })],
  ['503 of the API server', answering(503, { kind: 'Status', reason: 'ServiceUnavailable' })],
  ['503 with a time to come again', answering(503, 'restarting', { 'retry-after': '90' })],
];

function cut(response: Parameters<Answer>[1]): void {
  response.writeHead(201, { 'content-length': '100' });
  response.write('{', () => response.destroy());
}

describe('a write that was sent', () => {
  test.each(OPEN)('may have been made after %s, and is not to be repeated', async (_, answer) => {
    const it = await talk(answer);
    const error = await failure(it.send(write));
    expect(error.outcome).toBe('unknown');
    expect(error.message).toContain(LOST);
    expect(error.message.replace(LOST, '')).not.toMatch(/again/i);
  });

  test.each(REFUSED)('was not made after %s', async (_, answer) => {
    const it = await talk(answer);
    const error = await failure(it.send(write));
    expect(error.outcome).toBe('none');
    expect(error.message).not.toContain(LOST);
  });

  test('may have been made when its signal ends it', async () => {
    const it = await talk(() => undefined);
    const ending = new AbortController();
    const failed = failure(it.send({ ...write, signal: ending.signal }));
    await until(() => server.sockets.size === 1 && clock.pending === 1);
    ending.abort('enough');
    expect(await failed).toMatchObject({ code: 'Aborted', outcome: 'unknown', cause: 'enough' });
  });

  test('may have been made when the transport is closed', async () => {
    let asked = 0;
    const it = await talk((_, _response, count) => {
      asked = count;
    });
    const failed = failure(it.send(write));
    await until(() => asked === 1);
    await it.close();
    expect(await failed).toMatchObject({ code: 'Aborted', outcome: 'unknown' });
  });

  test('may have been made when no answer comes in time', async () => {
    let asked = 0;
    const silent: Answer = (_, _response, count) => {
      asked = count;
    };
    const it = await talk(silent, {}, { requestTimeoutMs: 2_000 });
    const limited = failure(it.send(write));
    await until(() => asked === 1);
    await clock.advance(2_000);
    expect(await limited).toMatchObject({ code: 'Timeout', outcome: 'unknown' });
    expect((await limited).message).not.toMatch(/again later/i);
  });
});

describe('a write that was not sent', () => {
  test('changed nothing when its signal ends the wait for the rate limit', async () => {
    const it = await talk((_, response) => json(response), { qps: 1, burst: 1 });
    await it.send(write);
    const ending = new AbortController();
    const failed = failure(it.send({ ...write, signal: ending.signal }));
    ending.abort();
    expect(await failed).toMatchObject({ code: 'Aborted', outcome: 'none' });
  });

  test('changed nothing when there are no credentials', async () => {
    const credentials = async () => {
      throw new KubeError('Credentials', 'the plugin failed');
    };
    const it = await talk((_, response) => json(response), {}, { credentials });
    expect(await failure(it.send(write))).toMatchObject({ code: 'Credentials', outcome: 'none' });
  });

  test('changed nothing when there are none any more after a refusal', async () => {
    let given = 0;
    const credentials = async () => {
      given += 1;
      if (given > 1) throw new KubeError('Credentials', 'the plugin failed');
      return { headers: {}, tls: {} };
    };
    const it = await talk(answering(401, ''), {}, { credentials, invalidate: () => true });
    expect(await failure(it.send(write))).toMatchObject({ code: 'Credentials', outcome: 'none' });
  });

  test('changed nothing when its signal ends the wait for others after a refusal', async () => {
    let given = 0;
    const credentials = (signal?: AbortSignal) => {
      given += 1;
      if (given === 1) return Promise.resolve({ headers: {}, tls: {} });
      return new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    };
    const it = await talk(answering(401, ''), {}, { credentials, invalidate: () => true });
    const ending = new AbortController();
    const failed = failure(it.send({ ...write, signal: ending.signal }));
    await until(() => given === 2);
    ending.abort('enough');
    expect(await failed).toMatchObject({ code: 'Aborted', outcome: 'none' });
  });

  test('changed nothing when nothing listens', async () => {
    const gone = createTransport(plainConnection('http://127.0.0.1:1'));
    expect(await failure(gone.send(write))).toMatchObject({ outcome: 'none' });
    await gone.close();
  });
});

describe('what changes nothing', () => {
  test.each<[string, Request]>([
    ['a read', { method: 'GET', path: '/x' }],
    ['a dry run', { ...write, query: { dryRun: 'All' } }],
    ['a review', { ...write, path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews' }],
  ])('has changed nothing when it fails: %s', async (_, request) => {
    for (const [, answer] of OPEN.slice(0, -1)) {
      const it = await talk(answer);
      const error = await failure(it.send(request));
      expect(error.outcome).toBe('none');
      expect(error.message).not.toContain(LOST);
      await it.close();
      await server[Symbol.asyncDispose]();
    }
  });
});
