import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTransport } from '../../../src/kube/http/transport.ts';
import { makeCertificates } from '../../real-cluster/certificates.ts';
import { startHttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import { plainConnection } from '../watch/reflected.ts';

/** A SOCKS 5 proxy that goes to 127.0.0.1, whatever name it is given. */
interface Proxy {
  /** Chooses how to log in, from what the client offers. */
  choose(offered: readonly number[]): number;
  /** What it answers to a request: 0 is yes. */
  reply: number;
  /** `name:password`, and where to. */
  readonly asked: string[];
}

let proxy: Proxy;
let listener: Server;
const sockets = new Set<Socket>();

beforeEach(async () => {
  proxy = { choose: () => 0, reply: 0, asked: [] };
  listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    void serve(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => listener.close(resolve));
});

const port = () => (listener.address() as AddressInfo).port;

async function serve(socket: Socket): Promise<void> {
  const next = () => new Promise<Buffer>((resolve) => socket.once('data', resolve));
  const method = proxy.choose([...(await next()).subarray(2)]);
  // In two pieces: a client must not rely on getting all at once.
  socket.write(Buffer.from([5]));
  setImmediate(() => socket.write(Buffer.from([method])));
  if (method === 255) return;
  if (method === 2) {
    const login = await next();
    const name = login.subarray(2, 2 + (login[1] ?? 0)).toString();
    const password = login.subarray(3 + name.length).toString();
    proxy.asked.push(`${name}:${password}`);
    socket.write(Buffer.from([1, password === 'wrong' ? 1 : 0]));
  }
  const request = await next();
  const kind = request[3] ?? 0;
  const end = request.length - 2;
  const address = kind === 3 ? request.subarray(5, end).toString() : request.subarray(4, end);
  const target = request.readUInt16BE(end);
  const shown = typeof address === 'string' ? address : [...address].join(kind === 1 ? '.' : ',');
  proxy.asked.push(`${shown} ${target}`);
  const answer = Buffer.from([5, proxy.reply, 0, 3, 4, ...Buffer.from('here'), 0, 80]);
  if (proxy.reply !== 0) {
    socket.end(answer);
    return;
  }
  const upstream = connect(target, '127.0.0.1', () => {
    socket.write(answer);
    socket.pipe(upstream).pipe(socket);
  });
  sockets.add(upstream);
  upstream.on('error', () => socket.destroy());
}

/** Asks this server through the proxy, three times. */
async function ask(server: string, login = '', tls: object = {}): Promise<unknown> {
  const transport = createTransport({
    ...plainConnection(server),
    proxyUrl: `socks5://${login}127.0.0.1:${port()}`,
    credentials: async () => ({ headers: {}, tls }),
  });
  try {
    for (let i = 0; i < 2; i += 1) await transport.send({ method: 'GET', path: '/' });
    return (await transport.send({ method: 'GET', path: '/' })).body;
  } finally {
    await transport.close();
  }
}

describe('a SOCKS proxy on the way', () => {
  test('carries TLS end to end, and one connection serves many requests', async () => {
    const { ca, server: identity } = await makeCertificates();
    await using server = await startHttpServer((_, r) => r.end('{"ok":true}'), identity);
    expect(await ask(server.url, '', { ca })).toEqual({ ok: true });
    expect(proxy.asked).toEqual([`127.0.0.1 ${server.port}`]);
    await until(() => server.sockets.size === 0);
  });

  test('carries what is not TLS, too, and looks names up itself', async () => {
    await using server = await startHttpServer((_, response) => response.end('{"ok":true}'));
    expect(await ask(`http://known.only.there:${server.port}`)).toEqual({ ok: true });
    expect(proxy.asked).toEqual([`known.only.there ${server.port}`]);
  });

  test('is given an address of the newer kind as its bytes', async () => {
    await using server = await startHttpServer((_, response) => response.end('{"ok":true}'));
    await ask(`http://[fd00::1:2]:${server.port}`);
    expect(proxy.asked).toEqual([`253,0,0,0,0,0,0,0,0,0,0,0,0,1,0,2 ${server.port}`]);
  });

  test('is told name and password if it wants them', async () => {
    proxy.choose = (offered) => (offered.includes(2) ? 2 : 255);
    await using server = await startHttpServer((_, response) => response.end('{"ok":true}'));
    expect(await ask(server.url, 'ada:s%3Acret@')).toEqual({ ok: true });
    expect(proxy.asked[0]).toBe('ada:s:cret');
    await expect(ask(server.url)).rejects.toThrow('no accepted authentication type');
    await expect(ask(server.url, 'ada:wrong@')).rejects.toThrow('Socks5 Authentication failed');
  });
});

describe('a SOCKS proxy that does not connect is named, without its password,', () => {
  test.each([
    [2, 'Socks5 proxy rejected connection - NotAllowed'],
    [5, 'Socks5 proxy rejected connection - ConnectionRefused'],
  ])('when it answers %i', async (reply, words) => {
    proxy.reply = reply;
    await expect(ask('https://api.example.dev', 'ada:s3cret@')).rejects.toMatchObject({
      code: 'Disconnected',
      message: `The proxy socks5://127.0.0.1:${port()} did not connect to https://api.example.dev: ${words}. Check proxy-url of the cluster, or HTTPS_PROXY and NO_PROXY.`,
    });
  });

  test('when it is another kind of server', async () => {
    await using other = await startHttpServer((_, response) => response.end());
    const connection = {
      ...plainConnection('https://x.dev'),
      proxyUrl: `socks5://127.0.0.1:${other.port}`,
    };
    const transport = createTransport(connection);
    await expect(transport.send({ method: 'GET', path: '/' })).rejects.toThrow(
      /invalid socks version|Socket closed/,
    );
    await transport.close();
  });

  test('when it hangs up', async () => {
    proxy.choose = () => {
      for (const socket of sockets) socket.destroy();
      return 255;
    };
    await expect(ask('https://api.example.dev')).rejects.toThrow('Socket closed');
  });
});
