import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection, TlsMaterial } from '../../../src/kube/connection/connection.ts';
import { proxyFromEnvironment } from '../../../src/kube/connection/proxy.ts';
import { createTransport } from '../../../src/kube/http/transport.ts';
import { makeCertificates } from '../../real-cluster/certificates.ts';
import { startHttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import { plainConnection } from '../watch/reflected.ts';

/** What the server answers over this connection, of which nothing is kept. */
async function askThrough(connection: Connection): Promise<unknown> {
  const transport = createTransport(connection);
  try {
    return (await transport.send({ method: 'GET', path: '/' })).body;
  } finally {
    await transport.close();
  }
}

describe('the proxy of the environment', () => {
  const via = (server: string, variables: Record<string, string>) =>
    proxyFromEnvironment(new URL(server), variables);

  test.each([
    ['https://api.example.dev', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    ['https://api.example.dev', { https_proxy: 'p:1' }, 'http://p:1'],
    ['https://api.example.dev', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://api.example.dev', { HTTP_PROXY: 'http://p:1' }, 'http://p:1'],
    ['https://api.example.dev', { HTTPS_PROXY: 'socks5://p:1' }, 'socks5://p:1'],
    [
      'https://api.example.dev',
      { HTTPS_PROXY: 'http://upper', https_proxy: 'low' },
      'http://upper',
    ],
    ['https://api.example.dev', {}, undefined],
  ])('for %s with %j is %s', (server, variables, expected) => {
    expect(via(server, variables)).toBe(expected);
  });

  test.each([
    ['https://api.example.dev', '*', true],
    ['https://api.example.dev', 'example.dev', true],
    ['https://api.example.dev', '.example.dev', true],
    ['https://api.example.dev', '*.example.dev', true],
    ['https://example.dev', 'example.dev', true],
    ['https://example.dev', '.example.dev', false],
    ['https://notexample.dev', 'example.dev', false],
    ['https://api.example.dev:6443', 'other, api.example.dev:6443', true],
    ['https://api.example.dev:6443', 'api.example.dev:443', false],
    ['https://10.1.2.3', '10.0.0.0/8', true],
    ['https://11.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3', '10.1.2.3', true],
    ['https://[fd00::1]', 'fd00::/16', true],
    ['https://10.1.2.3', '10.1.2.3:443', true],
    ['https://10.1.2.3', '10.1.2.3:6443', false],
    ['https://[fd00::1]', 'FD00:0:0:0:0:0:0:1', true],
    ['https://[fd00::1]:6443', '[fd00::1]:6443', true],
    ['https://[fd00::1]', '[fd00::1]:6443', false],
    ['https://[fd00::2]', '[fd00::1]', false],
    ['https://api.example.dev', '.example.dev:443', true],
    ['https://api.example.dev', '.example.dev:6443', false],
    ['https://10.1.2.3', '10.0.0.0/99, /8, :443, 10.0.0.0/', false],
    ['https://127.example.dev', '', false],
    ['https://sub.localhost', '', false],
    ['https://localhost:6443', '', true],
    ['https://127.0.0.1:6443', '', true],
    ['https://[::1]:6443', '', true],
  ])('for %s is left out by NO_PROXY=%s: %s', (server, noProxy, direct) => {
    const variables = { HTTPS_PROXY: 'http://p:1', NO_PROXY: noProxy };
    expect(via(server, variables)).toBe(direct ? undefined : 'http://p:1');
  });
});

describe('a proxy on the way', () => {
  let proxy: Server;
  let url: string;
  let asked: string[];
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    asked = [];
    proxy = createServer();
    proxy.on('connection', (socket) => sockets.add(socket));
    proxy.on('connect', (request, socket, head) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.write(head);
        socket.pipe(upstream).pipe(socket);
      });
      for (const one of [socket, upstream]) one.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    url = `http://ada:s3cret@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });

  test('carries TLS end to end, and one tunnel serves many requests', async () => {
    const { ca, server: tls } = await makeCertificates();
    await using server = await startHttpServer((_, response) => response.end('{"ok":true}'), tls);
    const transport = createTransport({
      ...plainConnection(server.url),
      proxyUrl: url,
      credentials: async () => ({ headers: {}, tls: { ca } }),
    });
    for (let i = 0; i < 3; i += 1) {
      expect((await transport.send({ method: 'GET', path: '/' })).body).toEqual({ ok: true });
    }
    await transport.close();
    expect(asked).toEqual([
      `127.0.0.1:${server.port} Basic ${Buffer.from('ada:s3cret').toString('base64')}`,
    ]);
    await until(() => server.sockets.size === 0);
  });

  test('carries no write to a server whose certificate is not trusted', async () => {
    const { server: tls } = await makeCertificates();
    let requests = 0;
    await using server = await startHttpServer((_, response) => {
      requests += 1;
      response.end('{}');
    }, tls);
    const transport = createTransport({ ...plainConnection(server.url), proxyUrl: url });
    const write = { method: 'POST', path: '/', body: {} } as const;
    await expect(transport.send(write)).rejects.toMatchObject({
      code: 'Disconnected',
      outcome: 'none',
    });
    await transport.close();
    expect(requests).toBe(0);
  });

  test('that refuses is named, without its password', async () => {
    proxy.removeAllListeners('connect');
    proxy.on('connect', (_, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
    );
    const transport = createTransport({
      ...plainConnection('https://api.example.dev'),
      proxyUrl: url,
    });
    await expect(transport.send({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'Disconnected',
      message: expect.stringMatching(
        /^The proxy http:\/\/127\.0\.0\.1:\d+ did not connect to https:\/\/api\.example\.dev: it answered 407/,
      ),
    });
    await transport.close();
  });

  test('that is not there is named', async () => {
    const connection = {
      ...plainConnection('https://api.example.dev'),
      proxyUrl: 'http://127.0.0.1:1',
    };
    const transport = createTransport(connection);
    await expect(transport.send({ method: 'GET', path: '/' })).rejects.toThrow(
      /^The proxy .*ECONNREFUSED/,
    );
    await transport.close();
  });

  test('may be spoken to by TLS, and is trusted like the server', async () => {
    const { ca, server: identity } = await makeCertificates();
    await using server = await startHttpServer(
      (_, response) => response.end('{"ok":true}'),
      identity,
    );
    const secure = createTlsServer(identity, (socket) => {
      const plain = connect(Number(new URL(url).port), '127.0.0.1');
      socket.pipe(plain).pipe(socket);
      for (const one of [socket, plain]) one.on('error', () => socket.destroy());
      sockets.add(socket);
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const proxyUrl = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
    const asked = (tls: TlsMaterial) =>
      askThrough({
        ...plainConnection(server.url),
        proxyUrl,
        credentials: async () => ({ headers: {}, tls }),
      });
    expect(await asked({ ca })).toEqual({ ok: true });
    expect(await asked({ rejectUnauthorized: false })).toEqual({ ok: true });
    await expect(asked({})).rejects.toThrow(/^The proxy https:.* did not connect/);
    secure.close();
  });

  test('of another kind is refused before anything is sent', () => {
    const proxyUrl = 'ftp://ada:s3cret@p:1';
    const connection = { ...plainConnection('https://api.example.dev'), proxyUrl };
    expect(() => createTransport(connection)).toThrow(
      'The proxy ftp://p:1 cannot be used: only http://, https:// and socks5:// proxies are supported.',
    );
  });
});
