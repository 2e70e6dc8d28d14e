import { describe, expect, test } from 'vitest';
import type { Connection, Credentials } from '../../../src/kube/connection/connection.ts';
import type { Transport } from '../../../src/kube/http/transport.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import type { HttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import {
  type Answer,
  endRawExchanges,
  failure,
  get,
  json,
  startRawExchange,
} from '../raw-exchange.ts';

endRawExchanges();
let server: HttpServer;
let transport: Transport;
let clock: FakeClock;

async function talk(...how: Parameters<typeof startRawExchange>): Promise<Transport> {
  ({ transport, server, clock } = await startRawExchange(...how));
  return transport;
}

describe('a refusal', () => {
  test('keeps the words and the details of the server', async () => {
    const it = await talk((_, response) => {
      const details = {
        name: 'x',
        causes: [{ field: 'spec.function', message: 'Required value' }],
      };
      response.statusCode = 422;
      json(response, { kind: 'Status', reason: 'Invalid', message: 'x is invalid', details });
    });
    const error = await failure(it.send(get));
    expect(error).toMatchObject({ code: 'Invalid', status: 422, reason: 'Invalid' });
    expect(error.causes[0]?.field).toBe('spec.function');
    expect(error.message).toBe('x is invalid');
  });

  test.each([
    [404, { reason: 'NotFound', details: { name: 'x', kind: 'things' } }, 'NotFound'],
    [404, { reason: 'NotFound', details: {} }, 'NotServed'],
    [404, undefined, 'NotServed'],
    [409, { reason: 'AlreadyExists' }, 'AlreadyExists'],
    [409, { reason: 'Conflict' }, 'Conflict'],
    [410, { reason: 'Expired' }, 'Gone'],
    [400, { reason: 'BadRequest' }, 'BadRequest'],
    [403, { reason: 'Forbidden' }, 'Forbidden'],
    [500, { reason: 'InternalError' }, 'Unavailable'],
    [504, { reason: 'Timeout' }, 'Timeout'],
  ])('%i %j is %s', async (status, body, code) => {
    const it = await talk((_, response) => {
      response.statusCode = status;
      if (body) json(response, { kind: 'Status', ...body });
      else response.end('404 page not found');
    });
    expect((await failure(it.send(get))).code).toBe(code);
  });

  test.each([
    [404, '<html>\n<title>Not Found</title></html>', 'Unreadable'],
    [403, '<html>blocked</html>', 'Unreadable'],
    [502, '<html>Bad Gateway</html>', 'Unavailable'],
    [302, 'Found', 'Unreadable'],
  ])(
    '%i with a page is no answer of Kubernetes, and the page is not told',
    async (status, page, code) => {
      const it = await talk((_, response) => response.writeHead(status).end(page));
      const error = await failure(it.send(get));
      expect(error).toMatchObject({ code, status });
      expect(error.message).not.toContain(page.slice(0, 5));
      const advice = code === 'Unreadable' ? 'Is it a Kubernetes API server?' : 'Try again later.';
      expect(error.message).toContain(advice);
    },
  );

  test('of a server that is down says so, and when to come again', async () => {
    const it = await talk((_, response) => response.writeHead(503).end('no healthy upstream\n'));
    expect((await failure(it.send(get))).message).toBe(
      `${server.url} cannot answer GET /x now (503: no healthy upstream). Try again later.`,
    );
  });

  test('that names a time is asked again after it, ten times at most', async () => {
    let asked = 0;
    const it = await talk((_, response, count) => {
      asked = count;
      response.writeHead(count < 3 ? 429 : 503, { 'retry-after': '2' });
      json(response, { kind: 'Status', reason: 'TooManyRequests' });
    });
    const failed = failure(it.send(get));
    let done = false;
    void failed.then(() => {
      done = true;
    });
    await until(() => done, clock);
    expect(asked).toBe(10);
    expect(clock.sleeps).toEqual(Array(9).fill(2000));
  });

  test('without a time, or for a caller with its own rule, is final', async () => {
    let asked = 0;
    const it = await talk((_, response, count) => {
      asked = count;
      response.writeHead(503, count === 1 ? {} : { 'retry-after': '5' });
      json(response, { kind: 'Status' });
    });
    await failure(it.send(get));
    expect((await failure(it.send({ ...get, noRetry: true }))).retryAfterSeconds).toBe(5);
    expect(asked).toBe(2);
  });
});

describe('refused credentials', () => {
  /** Credentials that can be renewed; the server takes only the second ones. */
  function renewable(): Partial<Connection> {
    let current: Credentials = { headers: { authorization: 'Bearer old' }, tls: {} };
    return {
      credentials: async () => current,
      invalidate: (refused) => {
        if (refused === current) current = { headers: { authorization: 'Bearer new' }, tls: {} };
        return true;
      },
    };
  }
  const onlyNew: Answer = (request, response) => {
    const good = request.headers.authorization === 'Bearer new';
    response.statusCode = good ? 200 : 401;
    json(response, { kind: good ? 'Ok' : 'Status' });
  };

  test('are renewed once, for requests and streams alike', async () => {
    const it = await talk(onlyNew, {}, renewable());
    expect((await it.send(get)).status).toBe(200);
    const stream = await it.open(get);
    expect(stream.status).toBe(200);
    await stream.close();
  });

  test('that cannot be renewed are reported with the user and the server', async () => {
    const it = await talk((_, response) => response.writeHead(401).end());
    const error = await failure(it.send(get));
    expect(error.code).toBe('Unauthorized');
    expect(error.message).toContain('as user ada');
    expect(error.message).toContain(server?.url);
  });

  test('are not tried for ever', async () => {
    let asked = 0;
    const it = await talk(
      (_, response, count) => {
        asked = count;
        response.writeHead(401).end();
      },
      {},
      { invalidate: () => true },
    );
    expect((await failure(it.send(get))).code).toBe('Unauthorized');
    expect(asked).toBe(2);
  });
});
