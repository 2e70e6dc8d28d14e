import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionOptions } from '../../src/kube/connection.ts';
import { loadConnection } from '../../src/kube/connection.ts';
import type { KubeError } from '../../src/kube/errors.ts';
import { FakeClock } from '../support/fake-clock.ts';

let home: string;
let clock: FakeClock;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kube-home-'));
  clock = new FakeClock();
});

afterEach(() => rm(home, { recursive: true }));

interface Parts {
  readonly clusters?: Record<string, object>;
  readonly users?: Record<string, object>;
  readonly contexts?: Record<string, object>;
  readonly current?: string;
}

/** Writes a kubeconfig and returns its path. */
async function config(
  name: string,
  { clusters, users, contexts, current }: Parts,
): Promise<string> {
  const list = (kind: string, entries: Record<string, object> = {}) =>
    Object.entries(entries).map(([name, entry]) => ({ name, [kind]: entry }));
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: list('cluster', clusters),
    users: list('user', users),
    contexts: list('context', contexts),
    'current-context': current,
  };
  const file = join(home, name);
  await writeFile(file, JSON.stringify(content));
  return file;
}

/** One cluster, this user, and a context of both. */
const withUser = (user: object, cluster: object = {}): Parts => ({
  clusters: { main: { server: 'https://main:6443', ...cluster } },
  users: { ada: user },
  contexts: { dev: { cluster: 'main', user: 'ada', namespace: 'team-a' } },
  current: 'dev',
});

const load = (kubeconfig: string | undefined, more: Partial<ConnectionOptions> = {}) =>
  loadConnection({ environment: { variables: {}, home }, kubeconfig, clock, ...more });

const failure = (promise: Promise<unknown>): Promise<KubeError> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as KubeError,
  );

describe('the kubeconfig', () => {
  test('gives server, context, namespace and user', async () => {
    const file = await config('k', withUser({ token: 't' }));
    expect(await load(file)).toMatchObject({
      server: 'https://main:6443',
      contextName: 'dev',
      namespace: 'team-a',
      userName: 'ada',
    });
  });

  test('is looked for at home, unless KUBECONFIG names others', async () => {
    const file = await config('elsewhere', withUser({}));
    const environment = { variables: { KUBECONFIG: `/none:${file}:` }, home };
    expect((await load(undefined, { environment })).contextName).toBe('dev');
    const error = await failure(load(undefined));
    expect(error.code).toBe('Config');
    expect(error.message).toContain(join(home, '.kube', 'config'));
  });

  test('may be several: what is named first counts, and paths start from their own file', async () => {
    await writeFile(join(home, 'token'), ' from-second \n');
    const first = await config('first', {
      clusters: { main: { server: 'https://first' } },
      contexts: { dev: { cluster: 'main', user: 'ada' } },
    });
    const second = await config('second', {
      clusters: { main: { server: 'https://second' } },
      users: { ada: { tokenFile: './token' } },
      contexts: { dev: { cluster: 'other' } },
      current: 'dev',
    });
    const variables = { KUBECONFIG: `${first}:${second}` };
    const connection = await load(undefined, { environment: { variables, home } });
    expect(connection.server).toBe('https://first');
    expect((await connection.credentials()).headers).toEqual({
      authorization: 'Bearer from-second',
    });
  });

  test('may be loaded already, by another library', async () => {
    const loaded = new KubeConfig();
    loaded.loadFromFile(await config('k', withUser({ token: 't' })));
    const connection = await load(undefined, { config: loaded });
    expect(connection).toMatchObject({ server: 'https://main:6443', namespace: 'team-a' });
    expect((await connection.credentials()).headers).toEqual({ authorization: 'Bearer t' });
    const error = await failure(load(undefined, { config: { exportConfig: () => 'none' } }));
    expect(error.message).toContain('What the program gave is not a kubeconfig');
  });

  test('may be YAML', async () => {
    const file = join(home, 'k.yaml');
    const lines = ['clusters:', '- {name: m, cluster: {server: "https://y/"}}', 'contexts:'];
    await writeFile(
      file,
      [...lines, '- {name: c, context: {cluster: m}}', 'current-context: c'].join('\n'),
    );
    expect((await load(file)).server).toBe('https://y');
  });

  test.each([
    ['clusters: [', 'is not a kubeconfig'],
    ['just text', 'is not a kubeconfig'],
    ['{"a": 1}', 'it has no clusters, users or contexts'],
  ])('that is %j is called so, without its text', async (text, words) => {
    const file = join(home, 'bad');
    await writeFile(file, text);
    const error = await failure(load(file));
    expect(error.code).toBe('Config');
    expect(error.message).toContain(words);
    expect(error.message).toContain(file);
  });

  test('that does not exist is an error if it was asked for by name', async () => {
    expect((await failure(load('/nowhere/config'))).message).toBe(
      'The file /nowhere/config cannot be read: it does not exist.',
    );
  });

  test.each([
    [{ context: 'prod' }, 'The kubeconfig has no context prod. It has: dev.'],
    [{ cluster: 'x' }, 'The kubeconfig has no cluster x. It has: main.'],
    [{ user: 'bob' }, 'The kubeconfig has no user bob. It has: ada.'],
    [{ server: 'main:6443' }, 'The server main:6443 is not an http or https address.'],
    [{ requestTimeout: 'soon' }, 'The request timeout soon is not a duration such as 30s or 2m.'],
    [
      { asGroup: ['x'] },
      'Impersonating groups, a uid or extras needs a user to impersonate (--as).',
    ],
    [
      { clientCertificate: '/c' },
      'User ada has a client certificate without its key, or a key without its certificate.',
    ],
    [{ certificateAuthority: '/no/ca' }, 'The file /no/ca cannot be read: it does not exist.'],
  ])('and the flags %j do not fit together', async (flags, words) => {
    const file = await config('k', withUser({ token: 't' }));
    const error = await failure(load(file, flags));
    expect(error).toMatchObject({ code: 'Config', message: words });
  });

  test('without a current context asks for one', async () => {
    const file = await config('k', { ...withUser({}), current: '' });
    expect((await failure(load(file))).message).toContain('Give --context: dev.');
  });
});

describe('flags', () => {
  test('go before the kubeconfig', async () => {
    const file = await config('k', withUser({ token: 'old' }));
    const connection = await load(file, {
      server: 'https://flag',
      namespace: 'n',
      token: 'new',
      tlsServerName: 'name',
      insecureSkipTlsVerify: true,
      requestTimeout: '1m30s',
    });
    expect(connection).toMatchObject({
      server: 'https://flag',
      namespace: 'n',
      requestTimeoutMs: 90_000,
    });
    expect(await connection.credentials()).toEqual({
      headers: { authorization: 'Bearer new' },
      tls: { rejectUnauthorized: false, servername: 'name' },
    });
  });

  test('are enough without a kubeconfig', async () => {
    const connection = await load(undefined, { server: 'https://bare', token: 't' });
    expect(connection).toMatchObject({ contextName: '', namespace: 'default', userName: '' });
  });
});

describe('credentials', () => {
  test('of a plain http server are none', async () => {
    const file = await config('k', withUser({ token: 't' }, { server: 'http://127.0.0.1:8001' }));
    expect(await (await load(file)).credentials()).toEqual({ headers: {}, tls: {} });
  });

  test('may be a name and a password', async () => {
    const file = await config('k', withUser({ username: 'ada', password: 'ü' }));
    const { headers } = await (await load(file)).credentials();
    expect(headers).toEqual({ authorization: `Basic ${Buffer.from('ada:ü').toString('base64')}` });
  });

  test('may be a certificate with its key, as data or as files', async () => {
    const data = (text: string) => Buffer.from(text).toString('base64');
    const asData = { 'client-certificate-data': data('C'), 'client-key-data': data('K') };
    const cluster = { 'certificate-authority-data': data('CA') };
    const one = await load(await config('one', withUser(asData, cluster)));
    expect((await one.credentials()).tls).toEqual({ ca: 'CA', cert: 'C', key: 'K' });

    await writeFile(join(home, 'c'), 'C2');
    await writeFile(join(home, 'key'), 'K2');
    const asFiles = { 'client-certificate': 'c', 'client-key': join(home, 'key') };
    const two = await load(await config('two', withUser(asFiles)));
    expect((await two.credentials()).tls).toEqual({ cert: 'C2', key: 'K2' });
    const mixed = { ...asData, 'client-key-data': undefined, 'client-key': 'key' };
    const three = await load(await config('three', withUser(mixed)));
    expect((await three.credentials()).tls).toEqual({ cert: 'C', key: 'K2' });
  });

  test('stay the same object as long as they are the same', async () => {
    const connection = await load(await config('k', withUser({ token: 't' })));
    const first = await connection.credentials();
    expect(await connection.credentials()).toBe(first);
    expect(connection.invalidate(first)).toBe(false);
  });

  test('from a token file are read again after a minute, or when refused', async () => {
    const file = join(home, 'token');
    await writeFile(file, 'one\n');
    const connection = await load(await config('k', withUser({ tokenFile: file, token: 'stale' })));
    const token = async () => (await connection.credentials()).headers.authorization;
    expect(await token()).toBe('Bearer one');
    await writeFile(file, 'two\n');
    expect(await token()).toBe('Bearer one');
    await clock.advance(60_000);
    expect(await token()).toBe('Bearer two');
    await writeFile(file, 'three\n');
    expect(connection.invalidate(await connection.credentials())).toBe(true);
    expect(await token()).toBe('Bearer three');
    await rm(file);
    await clock.advance(60_000);
    expect(await token()).toBe('Bearer three');
  });

  test('from a token file that is missing say which', async () => {
    const connection = await load(await config('k', withUser({ tokenFile: 'gone' })));
    expect((await failure(connection.credentials())).message).toContain(join(home, 'gone'));
  });
});

describe('impersonation', () => {
  test('takes user, groups, uid and extras from the kubeconfig', async () => {
    const user = {
      as: 'bob',
      'as-uid': '7',
      'as-groups': ['g1', 'g2'],
      'as-user-extra': { 'Scopes/x': ['a', 'b'] },
    };
    const { headers } = await (await load(await config('k', withUser(user)))).credentials();
    expect(headers).toEqual({
      'Impersonate-User': 'bob',
      'Impersonate-Uid': '7',
      'Impersonate-Group': ['g1', 'g2'],
      'Impersonate-Extra-scopes%2Fx': ['a', 'b'],
    });
  });

  test('by flags goes before it', async () => {
    const file = await config('k', withUser({ as: 'bob', 'as-user-extra': { team: ['a'] } }));
    const flags = { as: 'eve', asGroup: ['g'], asUid: '1', asUserExtra: { scopes: ['read'] } };
    const { headers } = await (await load(file, flags)).credentials();
    expect(headers).toEqual({
      'Impersonate-User': 'eve',
      'Impersonate-Uid': '1',
      'Impersonate-Group': ['g'],
      'Impersonate-Extra-scopes': ['read'],
    });
  });
});
