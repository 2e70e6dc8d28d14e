import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TlsMaterial } from '../../../src/kube/connection/connection.ts';
import { createTransport } from '../../../src/kube/http/transport.ts';
import { type Certificates, makeCertificates } from '../../real-cluster/certificates.ts';
import { type HttpServer, startHttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';
import { plainConnection } from '../watch/reflected.ts';

let certificates: Certificates;
let server: HttpServer;

beforeAll(async () => {
  certificates = await makeCertificates();
  const { ca, server: identity } = certificates;
  server = await startHttpServer(
    (request, response) => {
      const peer = (request.socket as TLSSocket).getPeerCertificate();
      response.end(JSON.stringify({ user: peer.subject?.CN ?? '' }));
    },
    { ...identity, ca, requestCert: true, rejectUnauthorized: false },
  );
});

afterAll(() => server[Symbol.asyncDispose]());

/** Asks the server who we are, trusting and showing this. */
async function ask(tls: TlsMaterial, url = server.url): Promise<unknown> {
  const credentials = async () => ({ headers: {}, tls });
  const transport = createTransport({ ...plainConnection(url), credentials });
  try {
    return (await transport.send({ method: 'GET', path: '/' })).body;
  } finally {
    await transport.close();
    await until(() => server.sockets.size === 0);
  }
}

test('a server whose authority is known is trusted, and is shown our certificate', async () => {
  const { ca, admin } = certificates;
  expect(await ask({ ca, ...admin })).toEqual({ user: 'admin' });
  expect(await ask({ ca })).toEqual({ user: '' });
});

test('a server whose authority is unknown is not, unless that is asked for', async () => {
  await expect(ask({})).rejects.toThrow(/signed by an authority that is not trusted here/);
  expect(await ask({ rejectUnauthorized: false })).toEqual({ user: '' });
});

test('a certificate for another name is refused, and tls-server-name decides which is right', async () => {
  const { ca } = certificates;
  await expect(ask({ ca, servername: 'other.example.dev' })).rejects.toThrow(/is for another name/);
  expect(await ask({ ca, servername: 'localhost' })).toEqual({ user: '' });
});

test('a server without TLS is told apart', async () => {
  await using plain = await startHttpServer((_, response) => response.end('{}'));
  await expect(ask({}, `https://127.0.0.1:${plain.port}`)).rejects.toThrow(
    /does not speak TLS as expected.* \(wrong version number\)$/,
  );
});

test('a client certificate that cannot be used is told by its user, not as a broken connection', async () => {
  const { ca, admin, server: other } = certificates;
  await expect(ask({ ca, cert: 'nonsense', key: admin.key })).rejects.toThrow(
    'The client certificate of user ada, or its key, cannot be read: is it whole, and in PEM? (no start line)',
  );
  await expect(ask({ ca, cert: admin.cert, key: other.key })).rejects.toThrow(
    'The client certificate of user ada does not belong to its key.',
  );
});

test('a new certificate makes a new connection, the same one does not', async () => {
  const { ca, admin } = certificates;
  let tls: TlsMaterial = { ca };
  const credentials = async () => ({ headers: {}, tls });
  const transport = createTransport({ ...plainConnection(server.url), credentials });
  const before = server.made;
  await transport.send({ method: 'GET', path: '/' });
  await transport.send({ method: 'GET', path: '/' });
  expect(server.made - before).toBe(1);
  tls = { ca, ...admin };
  expect((await transport.send({ method: 'GET', path: '/' })).body).toEqual({ user: 'admin' });
  expect(server.made - before).toBe(2);
  await transport.close();
});
