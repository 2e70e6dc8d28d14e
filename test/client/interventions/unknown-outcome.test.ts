import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { AbortedError } from '../../../src/client/errors/call-errors.ts';
import { KontinueError } from '../../../src/client/errors/kontinue-error.ts';
import { createTransport } from '../../../src/kube/http/transport.ts';
import { plainConnection } from '../../kube/watch/reflected.ts';
import { startHttpServer } from '../../support/http-server.ts';
import { execution } from '../../support/objects.ts';
import { until } from '../../support/until.ts';
import { rejection } from '../support/rejection.ts';

const LOST = 'The change may or may not have been made: look before you try again.';

/** A client of a server that has one execution and no functions, and answers writes as it is told. */
async function startScene(answer: (response: ServerResponse) => void) {
  const writes: string[] = [];
  const server = await startHttpServer((request, response) => {
    if (request.method !== 'GET') {
      writes.push(`${request.method} ${request.url}`);
      return answer(response);
    }
    const isFunction = request.url?.includes('/functions');
    const list = { kind: 'FunctionList', items: [] };
    const missing = {
      kind: 'Status',
      reason: 'NotFound',
      details: { name: 'x', kind: 'functions' },
    };
    if (isFunction) response.statusCode = request.url?.endsWith('/functions?limit=500') ? 200 : 404;
    const found = response.statusCode === 200 ? list : missing;
    return response.end(JSON.stringify(isFunction ? found : execution({ phase: 'Executing' })));
  });
  const transport = createTransport(plainConnection(server.url), { qps: 1_000, burst: 1_000 });
  return {
    client: Client.from(transport, { namespace: 'payments' }),
    writes,
    async [Symbol.asyncDispose]() {
      await transport.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

function status(code: number, body: string): (response: ServerResponse) => void {
  return (response) => response.writeHead(code).end(body);
}

describe('a spawn that may have been made', () => {
  test.each([
    ['500', status(500, '{"kind":"Status","reason":"InternalError","message":"no leader"}')],
    ['502 of a proxy', status(502, '<html>Bad Gateway</html>')],
    ['503 of a proxy', status(503, 'upstream connect error')],
    ['504', status(504, '{"kind":"Status","reason":"Timeout","message":"took too long"}')],
    ['a 201 that is no JSON', status(201, '<html>')],
    ['a 201 that is no Kubernetes object', status(201, '{}')],
    ['a connection that breaks', (response: ServerResponse) => void response.destroy()],
  ])('says so after %s, is not repeated, and says how to look', async (_, answer) => {
    await using scene = await startScene(answer);
    const generated = await rejection(scene.client.spawn('deploy'), KontinueError);
    expect(generated.outcome).toBe('unknown');
    expect(generated.message).toContain(LOST);
    expect(generated.message).toContain(
      'an execution deploy-… of deploy exists in namespace payments',
    );
    expect(generated.message).not.toMatch(/again later/i);
    const named = await rejection(scene.client.spawn('deploy', {}, { name: 'd-7' }), KontinueError);
    expect(named.outcome).toBe('unknown');
    expect(named.message).toContain('execution payments/d-7 exists now');
    expect(scene.writes).toHaveLength(2);
    const dry = await rejection(scene.client.spawn('deploy', {}, { dryRun: true }), KontinueError);
    expect(dry.outcome).toBe('none');
    expect(dry.message).not.toContain(LOST);
  });
});

describe('a call that its signal ends', () => {
  test.each([
    ['spawn', (it: Client, signal: AbortSignal) => it.spawn('deploy', {}, { signal })],
    ['cancel', (it: Client, signal: AbortSignal) => it.cancel(execution(), { signal })],
    ['skip', (it: Client, signal: AbortSignal) => it.skip(execution(), { signal })],
    [
      'recordEvent',
      (it: Client, signal: AbortSignal) =>
        it.recordEvent(execution(), { reason: 'A', message: 'b', signal }),
    ],
  ])('may have been made once it was sent: %s', async (_, call) => {
    await using scene = await startScene(() => undefined);
    const ending = new AbortController();
    const aborted = rejection(call(scene.client, ending.signal), AbortedError);
    await until(() => scene.writes.length === 1);
    ending.abort('enough');
    expect(await aborted).toMatchObject({ outcome: 'unknown', cause: 'enough' });
    expect((await aborted).message).toContain(LOST);
    expect(scene.writes).toHaveLength(1);
  });

  test('has changed nothing before that', async () => {
    await using scene = await startScene(() => undefined);
    const signal = AbortSignal.abort();
    const error = await rejection(scene.client.cancel(execution(), { signal }), AbortedError);
    expect(error.outcome).toBe('none');
    expect(error.message).not.toContain(LOST);
    expect(scene.writes).toEqual([]);
  });

  test('may have been made when the client is closed meanwhile', async () => {
    await using scene = await startScene(() => undefined);
    const aborted = rejection(scene.client.spawn('deploy'), AbortedError);
    await until(() => scene.writes.length === 1);
    await scene.client.close();
    expect((await aborted).outcome).toBe('unknown');
  });
});
