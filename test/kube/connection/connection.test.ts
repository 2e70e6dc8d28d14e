import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionOptions } from '../../../src/kube/connection/connection.ts';
import { loadConnection } from '../../../src/kube/connection/connection.ts';
import type { KubeError } from '../../../src/kube/errors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

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
      'The file /nowhere/config cannot be read: it does not exist. Check the path.',
    );
  });

  test.each([
    [{ context: 'prod' }, 'The kubeconfig has no context prod. It has: dev.'],
    [{ cluster: 'x' }, 'The kubeconfig has no cluster x. It has: main.'],
    [{ user: 'bob' }, 'The kubeconfig has no user bob. It has: ada.'],
    [
      { server: 'main:6443' },
      'The server main:6443 is not an http or https address, such as https://10.0.0.1:6443.',
    ],
    [
      { server: 'https://ada:s3cret@main' },
      'The address of the server holds a user name or password. Move them to the user of the kubeconfig.',
    ],
    [{ requestTimeout: 'soon' }, 'The request timeout soon is not a duration such as 30s or 2m.'],
    [{ asGroup: ['x'] }, 'Impersonating groups, a uid or extras needs a user to impersonate.'],
    [
      { clientCertificate: '/c' },
      'User ada has a client certificate without its key, or a key without its certificate. Give both.',
    ],
    [
      { certificateAuthority: '/no/ca' },
      'The file /no/ca cannot be read: it does not exist. Check the path.',
    ],
  ])('and the flags %j do not fit together', async (flags, words) => {
    const file = await config('k', withUser({ token: 't' }));
    const error = await failure(load(file, flags));
    expect(error).toMatchObject({ code: 'Config', message: words });
  });

  test('that is empty is told from one that is not there', async () => {
    const file = join(home, 'empty');
    await writeFile(file, '');
    expect((await failure(load(file))).message).toContain(`nothing in the kubeconfig (${file})`);
  });

  test('without a current context asks for one', async () => {
    const file = await config('k', { ...withUser({}), current: '' });
    expect((await failure(load(file))).message).toContain('Choose one: dev.');
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

  test('with nothing in them are not given', async () => {
    const file = await config('k', withUser({ token: 't', as: 'bob' }));
    const blank = { context: '', namespace: '', server: '', token: '', user: '', cluster: '' };
    const connection = await load(file, { ...blank, as: '', requestTimeout: '' });
    expect(connection).toMatchObject({ server: 'https://main:6443', namespace: 'team-a' });
    const { headers } = await connection.credentials();
    expect(headers).toEqual({ authorization: 'Bearer t', 'Impersonate-User': 'bob' });
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

  test('of a plain http server still say whom to act as', async () => {
    const file = await config('k', withUser({ token: 't' }, { server: 'http://127.0.0.1:8001' }));
    const { headers } = await (await load(file, { as: 'eve', asGroup: ['g'] })).credentials();
    expect(headers).toEqual({ 'Impersonate-User': 'eve', 'Impersonate-Group': ['g'] });
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

  test.each(['a b', 'a\nb', 'tökén'])('with the token %j are refused without it', async (token) => {
    const error = await failure(load(await config('k', withUser({ token }))));
    expect(error).toMatchObject({ code: 'Credentials' });
    expect(error.message).toContain('The token of user ada holds');
    expect(error.message).not.toContain(token);
    const tokenFile = join(home, 'token');
    await writeFile(tokenFile, token);
    const connection = await load(await config('k', withUser({ tokenFile })));
    expect((await failure(connection.credentials())).message).toContain(`file ${tokenFile} holds`);
  });

  test('from a plugin beside the kubeconfig, which is told about the cluster', async () => {
    const status = { clientCertificateData: 'C', clientKeyData: 'K' };
    const lines = [
      `echo "$KUBERNETES_EXEC_INFO" > '${home}/info'`,
      `echo '${JSON.stringify({ status })}'`,
    ];
    await writeFile(join(home, 'plugin'), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
    const exec = { apiVersion: 'v1', command: './plugin', provideClusterInfo: true };
    const extension = { name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } };
    await writeFile(join(home, 'ca'), 'CA\n');
    const cluster = {
      'certificate-authority': 'ca',
      'tls-server-name': 's',
      'proxy-url': 'http://p:1',
      extensions: [{ name: 'other', extension: {} }, extension],
    };
    const connection = await load(await config('k', withUser({ exec }, cluster)));
    expect((await connection.credentials()).tls).toMatchObject({ ca: 'CA', cert: 'C', key: 'K' });
    expect(JSON.parse(await readFile(join(home, 'info'), 'utf8')).spec).toEqual({
      interactive: false,
      cluster: {
        server: 'https://main:6443',
        'certificate-authority-data': Buffer.from('CA').toString('base64'),
        'tls-server-name': 's',
        'proxy-url': 'http://p:1',
        config: { audience: 'a' },
      },
    });
  });

  test('of a connection that is closed are not waited for', async () => {
    await writeFile(join(home, 'plugin'), '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    const exec = { apiVersion: 'v1', command: './plugin' };
    const connection = await load(await config('k', withUser({ exec })));
    const failed = failure(connection.credentials());
    await until(() => clock.pending === 1);
    connection.close();
    expect(await failed).toMatchObject({ code: 'Aborted' });
    expect(clock.pending).toBe(0);
  });

  test('by a plugin without a command are a mistake, not nobody', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1' };
    expect((await failure(load(await config('k', withUser({ exec }))))).message).toContain(
      'User ada is to log in by a credential plugin (exec), but the kubeconfig names no command',
    );
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

  test('writes names as UTF-8, and keys so that a header can hold them', async () => {
    const user = { as: 'Ádám 日', 'as-user-extra': { 'k(1)%é': ['ü'] } };
    const { headers } = await (await load(await config('k', withUser(user)))).credentials();
    const utf8 = (text: string) => Buffer.from(text).toString('latin1');
    expect(headers).toEqual({
      'Impersonate-User': utf8('Ádám 日'),
      'Impersonate-Extra-k%281%29%25%C3%A9': [utf8('ü')],
    });
    const broken = failure(load(await config('k', withUser({})), { as: 'eve\r\nX: y' }));
    expect((await broken).message).toContain('holds a line break');
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
