import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { oidcCredential } from '../../../src/kube/connection/oidc.ts';
import { type Certificates, makeCertificates } from '../../real-cluster/certificates.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type HttpServer, startHttpServer } from '../../support/http-server.ts';
import { failure } from '../raw-exchange.ts';

let clock: FakeClock;
let certificates: Certificates;
let provider: HttpServer;
/** What the provider was asked for tokens with. */
let asked: { readonly form: object; readonly authorization: string | undefined }[];
/** What it answers, and how it wants a secret. */
let answers: object[];
let methods: readonly string[] | undefined;

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An id token that expires in so many seconds. */
const idToken = (seconds: number) =>
  `${base64({ alg: 'none' })}.${base64({ exp: Math.floor(clock.now() / 1000) + seconds })}.x`;

beforeEach(async () => {
  clock = new FakeClock();
  asked = [];
  answers = [];
  methods = undefined;
  certificates = await makeCertificates();
  provider = await startHttpServer((request, response) => {
    void answer(request, response);
  }, certificates.server);
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/realm/.well-known/openid-configuration') {
    const token_endpoint = `${provider.url}/token`;
    const body = { token_endpoint, token_endpoint_auth_methods_supported: methods };
    response.end(JSON.stringify(body));
    return;
  }
  const form = Object.fromEntries(new URLSearchParams(await text(request)));
  asked.push({ form, authorization: request.headers.authorization });
  const tokens = answers.shift();
  response.statusCode = tokens ? 200 : 400;
  response.end(JSON.stringify(tokens ?? { error: 'invalid_grant' }));
}

afterEach(async () => {
  await provider[Symbol.asyncDispose]();
  expect(clock.pending).toBe(0);
});

const source = (config: object, signal = new AbortController().signal) =>
  oidcCredential({
    config: {
      'client-id': 'kubernetes',
      'idp-issuer-url': `${provider.url}/realm`,
      'idp-certificate-authority-data': Buffer.from(certificates.ca).toString('base64'),
      ...config,
    },
    userName: 'ada',
    variables: {},
    signal,
    clock,
  });

describe('an OIDC user', () => {
  test('shows the id token of the kubeconfig while it is good', async () => {
    const token = idToken(60);
    const it = source({ 'id-token': token, 'refresh-token': 'r1' });
    const proof = await it.get();
    expect(proof).toEqual({ authorization: `Bearer ${token}` });
    expect(await it.get()).toBe(proof);
    expect(asked).toEqual([]);
  });

  test('gets a new one ten seconds before it expires, once for all who wait', async () => {
    const renewed = idToken(3600);
    answers = [{ id_token: renewed, refresh_token: 'r2' }];
    const it = source({ 'id-token': idToken(60), 'refresh-token': 'r1' });
    await it.get();
    await clock.advance(50_000);
    const proofs = await Promise.all([it.get(), it.get(), it.get()]);
    proofs.push(await it.get());
    expect(new Set(proofs).size).toBe(1);
    expect(proofs[0]).toEqual({ authorization: `Bearer ${renewed}` });
    expect(asked).toEqual([
      {
        form: { grant_type: 'refresh_token', refresh_token: 'r1', client_id: 'kubernetes' },
        authorization: undefined,
      },
    ]);
  });

  test('goes on with the refresh token it was given last', async () => {
    answers = [
      { id_token: idToken(3600), refresh_token: 'r2' },
      { id_token: idToken(7200) },
      { id_token: idToken(9000) },
    ];
    const it = source({ 'refresh-token': 'r1' });
    for (let hours = 0; hours < 3; hours += 1) {
      await it.get();
      await clock.advance(3_600_000);
    }
    const refreshed = asked.map(({ form }) => form);
    expect(refreshed).toMatchObject(['r1', 'r2', 'r2'].map((refresh_token) => ({ refresh_token })));
  });

  test('gets a new one when the server refuses it', async () => {
    const renewed = idToken(3600);
    answers = [{ id_token: renewed }];
    const it = source({ 'id-token': idToken(3600), 'refresh-token': 'r1' });
    expect(it.invalidate(await it.get())).toBe(true);
    expect(await it.get()).toEqual({ authorization: `Bearer ${renewed}` });
    const without = source({ 'id-token': idToken(60) });
    expect(without.invalidate(await without.get())).toBe(false);
  });

  test.each([
    [undefined, { authorization: `Basic ${Buffer.from('kubernetes:s%3A1').toString('base64')}` }],
    [['client_secret_post'], { form: { client_id: 'kubernetes', client_secret: 's:1' } }],
  ])('tells its secret as the provider wants it: %j', async (wanted, expected) => {
    methods = wanted;
    answers = [{ id_token: idToken(60) }];
    await source({ 'refresh-token': 'r1', 'client-secret': 's:1' }).get();
    expect(asked).toMatchObject([expected]);
  });
});

describe('an OIDC user whose token has expired is told to log in', () => {
  test.each<[string, object, string | RegExp]>([
    ['without a refresh token', {}, 'there is no refresh-token'],
    [
      'without a provider',
      { 'refresh-token': 'r', 'idp-issuer-url': '' },
      'there is no idp-issuer-url',
    ],
    ['refused by the provider', { 'refresh-token': 'r' }, /127\.0\.0\.1:\d+ answered 400/],
    [
      'with a provider whose certificate is not trusted',
      { 'refresh-token': 'r', 'idp-certificate-authority-data': '' },
      /unable to (verify|get)/,
    ],
  ])('%s', async (_, config, words) => {
    const error = await failure(source({ 'id-token': idToken(-1), ...config }).get());
    expect(error.code).toBe('Credentials');
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(/^The id token of user ada has expired .* Log in again/);
  });

  test('by a provider that gives no id token, or one that is of no use', async () => {
    answers = [{ access_token: 's3cret' }, { id_token: idToken(5) }];
    const it = source({ 'refresh-token': 'r' });
    const error = await failure(it.get());
    expect(error.message).toContain('gave no id token');
    expect(error.message).not.toContain('s3cret');
    await clock.advance(30_000);
    expect((await failure(it.get())).message).toContain('the new one has expired already');
  });
});

describe('an OIDC user whose token cannot be renewed', () => {
  test('asks the provider again after pauses only, once for all requests', async () => {
    const it = source({ 'refresh-token': 'r' });
    const messages = new Set<string>();
    for (let second = 0; second < 180; second += 1) {
      const errors = await Promise.all([failure(it.get()), failure(it.get())]);
      for (const { message } of errors) messages.add(message);
      await clock.advance(1_000);
    }
    // At once, after 30 seconds, and a minute after that.
    expect(asked).toHaveLength(3);
    expect([...messages]).toEqual([expect.stringContaining('answered 400')]);
  });

  test('goes on by itself when the provider is back, and at once when the user asks for it', async () => {
    const it = source({ 'refresh-token': 'r' });
    for (const pause of [0, 30_000, 60_000, 300_000]) {
      await clock.advance(pause);
      await failure(it.get());
    }
    answers = [{ id_token: idToken(3600) }];
    await clock.advance(300_000);
    const proof = await it.get();
    it.invalidate(proof);
    await failure(it.get());
    answers = [{ id_token: idToken(7200) }];
    await failure(it.get());
    it.retryNow?.();
    expect(await it.get()).not.toEqual(proof);
  });

  test('may have another later, unless it has nothing to renew it with', async () => {
    expect((await failure(source({ 'refresh-token': 'r' }).get())).renewable).toBe(true);
    expect((await failure(source({}).get())).renewable).toBe(false);
  });
});

test('id tokens that the server refuses one after the other are not renewed at once', async () => {
  answers = [{ id_token: idToken(3600) }, { id_token: idToken(7200) }, { id_token: idToken(9000) }];
  const it = source({ 'refresh-token': 'r' });
  it.invalidate(await it.get());
  it.invalidate(await it.get());
  expect((await failure(it.get())).message).toContain('The server refuses the id tokens');
  expect(asked).toHaveLength(2);
  await clock.advance(30_000);
  await it.get();
  expect(asked).toHaveLength(3);
});

test('an OIDC user of a connection that is closed is not waited for', async () => {
  const closing = new AbortController();
  const got = source({ 'refresh-token': 'r' }, closing.signal).get();
  closing.abort(new Error('closed'));
  await expect(got).rejects.toThrow('closed');
});

test('a request that was aborted does not wait for the provider', async () => {
  answers = [{ id_token: idToken(60) }];
  const it = source({ 'refresh-token': 'r' });
  const waiting = it.get(AbortSignal.abort(new Error('enough')));
  await expect(waiting).rejects.toThrow('enough');
  await it.get();
  expect(asked).toHaveLength(1);
});
