import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { KubeError } from '../../../src/kube/errors.ts';
import { createTransport, type Transport } from '../../../src/kube/http/transport.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import type { HttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import { endRawExchanges, failure, get, json, startRawExchange } from '../raw-exchange.ts';
import { plainConnection } from '../watch/reflected.ts';

endRawExchanges();
let server: HttpServer;
let transport: Transport;
let clock: FakeClock;

async function talk(...how: Parameters<typeof startRawExchange>): Promise<Transport> {
  ({ transport, server, clock } = await startRawExchange(...how));
  return transport;
}

describe('an answer', () => {
  test('carries its body, the time of the server and its warnings', async () => {
    const it = await talk((_, response) => {
      response.setHeader('date', 'Mon, 23 Nov 2026 10:00:00 GMT');
      response.setHeader('warning', ['299 - "old \\"kind\\""', '299 - "second"']);
      json(response, { items: [1] });
    });
    const answer = await it.send<{ items: number[] }>(get);
    expect(answer.body).toEqual({ items: [1] });
    expect(answer.serverTime).toBe(Date.parse('2026-11-23T10:00:00Z'));
    expect(answer.warnings).toEqual(['old "kind"', 'second']);
    expect(it.lastAnswerAt).toBe(clock.now());
  });

  test('may be packed, if that was asked for', async () => {
    const it = await talk(
      (request, response) => {
        response.setHeader('content-encoding', String(request.headers['accept-encoding']));
        response.end(gzipSync('{"packed":true}'));
      },
      { gzip: true },
    );
    expect((await it.send(get)).body).toEqual({ packed: true });
  });

  test('of a stream is never packed', async () => {
    const asked: unknown[] = [];
    const it = await talk(
      (request, response) => {
        asked.push(request.headers['accept-encoding']);
        response.end('x');
      },
      { gzip: true },
    );
    await (await it.open(get)).close();
    expect(asked).toEqual(['identity']);
  });

  test('that is no JSON says so', async () => {
    const it = await talk((_, response) => response.end('<html>login</html>'));
    expect(await failure(it.send(get))).toMatchObject({ code: 'Unreadable', status: 200 });
  });
});

test.each(['{"hello":1}', '[]', 'null', '7'])(
  'an object of the API that is %s is none',
  async (text) => {
    const it = await talk((_, response) => response.end(text));
    const error = await failure(it.send({ method: 'GET', path: '/api/v1/pods' }));
    expect(error).toMatchObject({ code: 'Unreadable', status: 200 });
    expect(error.message).toContain('no Kubernetes object. Is it a Kubernetes API server?');
    // What a service behind the API server answers is its own affair.
    const proxied = { method: 'GET', path: '/api/v1/namespaces/n/services/s/proxy/x' } as const;
    expect((await it.send(proxied)).body).toEqual(JSON.parse(text));
  },
);

describe('a request', () => {
  test('leaves out undefined parameters and types its body', async () => {
    const seen: unknown[] = [];
    const it = await talk((request, response) => {
      seen.push(request.url, request.headers['content-type']);
      request.resume().once('end', () => json(response));
    });
    await it.send({ method: 'POST', path: '/a', query: { dryRun: 'All', x: undefined }, body: {} });
    await it.send({ method: 'PATCH', path: '/b', body: {} });
    await it.send({
      method: 'PATCH',
      path: '/c',
      body: [],
      contentType: 'application/json-patch+json',
    });
    expect(seen).toEqual([
      '/a?dryRun=All',
      'application/json',
      '/b',
      'application/merge-patch+json',
      '/c',
      'application/json-patch+json',
    ]);
  });

  test('sends names in the headers as UTF-8, with a body or without', async () => {
    const seen: string[] = [];
    const name = 'Ádám 日';
    const headers = { 'Impersonate-User': Buffer.from(name).toString('latin1') };
    const it = await talk(
      (request, response) => {
        seen.push(Buffer.from(String(request.headers['impersonate-user']), 'latin1').toString());
        request.resume().once('end', () => json(response));
      },
      {},
      { credentials: async () => ({ headers, tls: {} }) },
    );
    await it.send(get);
    await it.send({ method: 'PATCH', path: '/x', body: { text: name } });
    expect(seen).toEqual([name, name]);
  });

  test('keeps the path in front of the server address', async () => {
    const seen: unknown[] = [];
    const it = await talk((request, response) => {
      seen.push(request.url);
      json(response);
    });
    const proxied = createTransport(
      { ...plainConnection(`${server?.url}/k8s/clusters/c-1`) },
      { clock },
    );
    await proxied.send({ ...get, query: { limit: 1 } });
    await proxied.close();
    await it.send(get);
    expect(seen).toEqual(['/k8s/clusters/c-1/x?limit=1', '/x']);
  });

  test('uses the connection of the one before', async () => {
    const it = await talk((_, response) => json(response));
    for (let i = 0; i < 5; i += 1) await it.send(get);
    expect(server?.made).toBe(1);
  });

  test('is sent again if a kept connection was closed under it, unless it writes', async () => {
    const it = await talk((request, response, count) => {
      if (count === 2 || count === 5) request.socket.destroy();
      else json(response, { count });
    });
    await it.send(get);
    expect((await it.send(get)).body).toEqual({ count: 3 });
    await it.send(get);
    const error = await failure(it.send({ method: 'PATCH', path: '/x', body: {} }));
    expect(error.code).toBe('Disconnected');
    expect(error.message).toContain('may or may not have been made');
  });

  test('that is aborted fails at once, also while it waits for a token', async () => {
    const it = await talk(() => undefined, { qps: 1, burst: 1 });
    const controller = new AbortController();
    const sent = failure(it.send({ ...get, signal: controller.signal }));
    const waiting = failure(it.send({ ...get, signal: controller.signal }));
    await until(() => server?.sockets.size === 1);
    controller.abort();
    expect((await sent).code).toBe('Aborted');
    expect((await waiting).code).toBe('Aborted');
  });

  test('may be one of many under the same signal, without a warning', async () => {
    const warned: string[] = [];
    const warn = (warning: Error) => warned.push(warning.name);
    process.on('warning', warn);
    const it = await talk((_, response) => json(response), { qps: 1000, burst: 1000 });
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 30 }, () => it.send({ ...get, signal })));
    process.off('warning', warn);
    expect(warned).toEqual([]);
  });

  test('of a transport that was closed fails', async () => {
    const it = await talk((_, response) => json(response));
    await it.close();
    expect((await failure(it.send(get))).code).toBe('Aborted');
  });
});

describe('a server that', () => {
  test('never answers is given thirty seconds', async () => {
    const it = await talk(() => undefined);
    const failed = failure(it.send(get));
    await until(() => server?.sockets.size === 1 && clock.pending === 1);
    await clock.advance(30_000);
    expect(await failed).toMatchObject({ code: 'Timeout' });
    expect((await failed).message).toContain('did not answer GET /x within 30 s');
  });

  test('never answers a write leaves open whether it was done', async () => {
    const it = await talk(() => undefined);
    const failed = failure(it.send({ method: 'DELETE', path: '/x' }));
    await until(() => server?.sockets.size === 1 && clock.pending === 1);
    await clock.advance(30_000);
    expect((await failed).message).toContain('may or may not have been made');
  });

  test('asks for more than a minute has refused', async () => {
    const it = await talk((_, response) => response.writeHead(429, { 'retry-after': '61' }).end());
    expect(await failure(it.send(get))).toMatchObject({ code: 'Throttled', retryAfterSeconds: 61 });
  });

  test('stops in the middle of an answer is given thirty more', async () => {
    const it = await talk((_, response) => response.write('{"items":['));
    const failed = failure(it.send(get));
    await until(() => it.lastAnswerAt !== undefined);
    await clock.advance(31_000);
    expect((await failed).code).toBe('Timeout');
  });

  test('is slower than the request timeout is not waited for', async () => {
    const it = await talk(() => undefined, {}, { requestTimeoutMs: 2_000 });
    const failed = failure(it.send(get));
    await until(() => server?.sockets.size === 1);
    await clock.advance(2_000);
    expect((await failed).message).toContain('within the request timeout of 2 s');
    const write = failure(it.send({ method: 'PATCH', path: '/x', body: {} }));
    await until(() => server?.sockets.size === 1);
    await clock.advance(2_000);
    expect((await write).message).toContain('may or may not have been made');
  });

  test('does not listen is named', async () => {
    const it = await talk((_, response) => json(response));
    const gone = createTransport(plainConnection('http://127.0.0.1:1'), { clock });
    const error = await failure(gone.send(get));
    expect(error).toMatchObject({ code: 'Disconnected' });
    expect(error.message).toContain('Nothing listens at http://127.0.0.1:1');
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
    await gone.close();
    await it.send(get);
  });

  test('breaks off an answer is told apart from one that ends it', async () => {
    const it = await talk((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    });
    expect((await failure(it.send(get))).code).toBe('Disconnected');
  });

  test('hangs up without a word may want https', async () => {
    const it = await talk((request) => request.socket.destroy());
    expect((await failure(it.send(get))).message).toBe(
      `The connection to ${server.url} broke during GET /x (ECONNRESET). Is it an https address? If not, try again.`,
    );
  });
});

describe('a stream', () => {
  test('is handed over before its end, and closing it closes the socket', async () => {
    const it = await talk((_, response) => response.write('first\n'));
    const stream = await it.open(get);
    for await (const chunk of stream.bytes) {
      expect(String(chunk)).toBe('first\n');
      break;
    }
    await stream.close();
    await stream.close();
    await until(() => server?.sockets.size === 0);
  });

  test('ends with the transport', async () => {
    const it = await talk((_, response) => response.write('first\n'));
    const stream = await it.open(get);
    await it.close();
    expect(stream.bytes.closed).toBe(true);
  });

  test('that nobody reads may break without harm', async () => {
    const it = await talk((_, response) => response.write('first\n'));
    const stream = await it.open(get);
    for (const socket of server?.sockets ?? []) socket.resetAndDestroy();
    await until(() => stream.bytes.closed);
    expect(stream.bytes.errored).toBeInstanceOf(Error);
  });
});

describe('the rate', () => {
  test('is limited, but not for what is free', async () => {
    let asked = 0;
    const it = await talk(
      (_, response, count) => {
        asked = count;
        json(response);
      },
      { qps: 1, burst: 2 },
    );
    const sent = [get, get, get].map((request) => it.send(request));
    await until(() => asked === 2);
    await it.send({ ...get, bypassRateLimit: true });
    expect(asked).toBe(3);
    await clock.advance(1_000);
    await Promise.all(sent);
    expect(asked).toBe(4);
  });

  test('lets a bulk hold up neither, nor be held up', async () => {
    let asked = 0;
    const told: boolean[] = [];
    const it = await talk(
      (_, response, count) => {
        asked = count;
        json(response);
      },
      { qps: 1, burst: 2, onThrottled: (throttled) => told.push(throttled) },
    );
    const bulk = Array.from({ length: 4 }, () => it.send({ ...get, priority: 'bulk' }));
    await until(() => asked === 2);
    await Promise.all([get, get].map((request) => it.send(request)));
    expect(asked).toBe(4);
    await clock.advance(3_000);
    await Promise.all(bulk);
    expect(asked).toBe(6);
    expect(told).toEqual([]);
  });

  test('holds nothing back for longer than a request may take', async () => {
    let asked = 0;
    const it = await talk(
      (_, response, count) => {
        asked = count;
        json(response);
      },
      { qps: 0.5, burst: 1 },
      { requestTimeoutMs: 3_000 },
    );
    await it.send(get);
    const waiting = it.send(get);
    const error = await failure(it.send(get));
    expect(error).toMatchObject({ code: 'Throttled', status: undefined });
    expect(error.message).toBe(
      `GET /x was not sent: this program's own rate limit holds it back for 4 s, and the request timeout is 3 s. Try again later, or raise qps and burst.`,
    );
    await clock.advance(2_000);
    await waiting;
    expect(asked).toBe(2);
  });

  test('is asked anew for every time that a refused request is sent', async () => {
    let asked = 0;
    const it = await talk(
      (_, response, count) => {
        asked = count;
        response.writeHead(count < 3 ? 429 : 200, { 'retry-after': '0' });
        json(response);
      },
      { qps: 1, burst: 1 },
    );
    const sent = it.send(get);
    await until(() => asked === 1);
    await clock.advance(900);
    expect(asked).toBe(1);
    await clock.advance(100);
    await until(() => asked === 2);
    await clock.advance(1_000);
    await sent;
    expect(asked).toBe(3);
  });

  test('lets a person go before what runs by itself', async () => {
    const order: string[] = [];
    const it = await talk(
      (request, response) => {
        order.push(request.url ?? '');
        json(response);
      },
      { qps: 1, burst: 1 },
    );
    await it.send({ ...get, path: '/first' });
    const background = it.send({ ...get, path: '/background' });
    const person = it.send({ ...get, path: '/person', priority: 'interactive' });
    await clock.advance(1_000);
    await person;
    await clock.advance(1_000);
    await background;
    expect(order).toEqual(['/first', '/person', '/background']);
  });
});

test('nothing of a token is in an error', async () => {
  const it = await talk(
    (_, response) => response.writeHead(401).end(),
    {},
    { credentials: async () => ({ headers: { authorization: 'Bearer s3cret' }, tls: {} }) },
  );
  const error = await failure(it.send(get));
  expect(error).toBeInstanceOf(KubeError);
  expect(JSON.stringify(error) + error.message + String(error.stack)).not.toContain('s3cret');
});
