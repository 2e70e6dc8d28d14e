import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { oidcMessages } from '../messages.ts';
import {
  bearerCredential,
  type Credential,
  type CredentialProvider,
  readSecret,
  unlessAborted,
} from './credentials.ts';
import { type Entry, textOf } from './kubeconfig.ts';
import { LoginBackoff } from './login-backoff.ts';
import { proxyFromEnvironment, tunnelAgent } from './proxy.ts';

/** An OpenID Connect user, as `auth-provider.config` of a kubeconfig describes it. */
export interface OidcOptions {
  readonly config: Entry;
  readonly userName: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** An id token is renewed this long before it expires, so that it does not expire on the way. */
const LEEWAY_MS = 10_000;
/** How long the identity provider may take for one answer. */
const ANSWER_MS = 30_000;

/**
 * Proofs from the id token of an OpenID Connect user, renewed with the refresh token when it expires
 * or is refused. Unlike kubectl this writes nothing to the kubeconfig: a provider that takes each
 * refresh token only once wants a plugin (exec), which keeps its own.
 */
export function oidcCredential(options: OidcOptions): CredentialProvider {
  const { config, clock, userName } = options;
  let refresh = textOf(config, 'refresh-token');
  let shown = readToken(textOf(config, 'id-token'), userName);
  const isGood = (candidate: Shown | undefined): candidate is Shown =>
    candidate !== undefined && clock.now() < candidate.expiresAt - LEEWAY_MS;
  const logIn = async () => {
    const tokens = await renew(options, refresh);
    refresh = tokens.refresh;
    shown = readToken(tokens.id, userName);
    if (isGood(shown)) return shown;
    throw renewalError(options, 'the new one has expired already', true);
  };
  // It opens no browser, so it goes on by itself when the identity provider is back.
  const login = new LoginBackoff({ logIn, clock, signal: options.signal, hasUser: false });
  return {
    async get(signal) {
      if (isGood(shown)) return shown.proof;
      return (await unlessAborted(login.logIn(), signal)).proof;
    },
    invalidate(proof) {
      if (shown?.proof === proof) {
        shown = undefined;
        const message = oidcMessages.refused(userName);
        login.refused(new KubeError('Credentials', message, { renewable: true }));
      }
      return refresh !== undefined;
    },
    retryNow: () => login.forgive(),
  };
}

interface Shown {
  readonly proof: Credential;
  readonly expiresAt: number;
}

function readToken(id: string | undefined, userName: string): Shown | undefined {
  return id === undefined
    ? undefined
    : { proof: bearerCredential(id, `user ${userName}`), expiresAt: expiryOf(id) };
}

/** When an id token expires, in milliseconds; one that cannot be read has. */
function expiryOf(token: string): number {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { exp } = JSON.parse(payload) as { readonly exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : 0;
  } catch {
    return 0;
  }
}

interface Tokens {
  readonly id: string;
  readonly refresh: string;
}

async function renew(options: OidcOptions, refresh: string | undefined): Promise<Tokens> {
  const { config } = options;
  const issuer = textOf(config, 'idp-issuer-url');
  if (refresh === undefined) throw renewalError(options, 'there is no refresh-token', false);
  if (issuer === undefined) throw renewalError(options, 'there is no idp-issuer-url', false);
  try {
    const found = await ask(
      options,
      `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
    );
    const endpoint = textOf(found, 'token_endpoint');
    if (endpoint === undefined) throw new Error(`${issuer} names no token endpoint`);
    const client = clientOf(config, found);
    const form = { grant_type: 'refresh_token', refresh_token: refresh, ...client.form };
    const answer = await ask(options, endpoint, { form, headers: client.headers });
    const id = textOf(answer, 'id_token');
    if (id === undefined) throw new Error(`${new URL(endpoint).host} gave no id token`);
    return { id, refresh: textOf(answer, 'refresh_token') ?? refresh };
  } catch (cause) {
    if (options.signal.aborted) throw options.signal.reason;
    throw renewalError(options, cause instanceof Error ? cause.message : '', true, cause);
  }
}

interface Sent {
  readonly form: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** How the client shows who it is: a secret goes where the provider wants it, by default a header. */
function clientOf(config: Entry, { token_endpoint_auth_methods_supported: methods }: Entry): Sent {
  const id = textOf(config, 'client-id') ?? '';
  const secret = textOf(config, 'client-secret');
  if (secret === undefined) return { form: { client_id: id }, headers: {} };
  if (Array.isArray(methods) && !methods.includes('client_secret_basic')) {
    return { form: { client_id: id, client_secret: secret }, headers: {} };
  }
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return { form: {}, headers: { authorization } };
}

/** A GET, or a form that is sent. Fails with an error whose message is part of a sentence. */
async function ask(options: OidcOptions, address: string, sent?: Sent): Promise<Entry> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`${address} is no address`);
  const proxy = proxyFromEnvironment(url, options.variables);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(url, {
    method: sent ? 'POST' : 'GET',
    headers: sent && { 'content-type': 'application/x-www-form-urlencoded', ...sent.headers },
    ...(await trustOf(options.config)),
    signal: options.signal,
    agent: proxy === undefined ? false : tunnelAgent(url, proxy, {}, options.signal),
  });
  const late = () => request.destroy(new Error(`${url.host} did not answer in time`));
  const disarm = options.clock.after(ANSWER_MS, late);
  try {
    const body = await new Promise<string>((resolve, reject) => {
      request.once('error', reject);
      request.once('response', (response) => {
        if (response.statusCode === 200) return void text(response).then(resolve, reject);
        response.destroy();
        return reject(new Error(`${url.host} answered ${response.statusCode}`));
      });
      request.end(sent && new URLSearchParams(sent.form).toString());
    });
    return parseAnswer(body, url.host);
  } finally {
    disarm();
  }
}

function parseAnswer(body: string, host: string): Entry {
  try {
    const entry: unknown = JSON.parse(body);
    if (typeof entry === 'object' && entry !== null) return entry as Entry;
  } catch {
    // Told below, without what may be a secret.
  }
  throw new Error(`${host} answered something that is not JSON`);
}

async function trustOf(config: Entry): Promise<{ readonly ca?: string }> {
  const data = textOf(config, 'idp-certificate-authority-data');
  if (data !== undefined) return { ca: Buffer.from(data, 'base64').toString('utf8') };
  const file = textOf(config, 'idp-certificate-authority');
  return file === undefined ? {} : { ca: await readSecret(file) };
}

function renewalError(
  { userName }: OidcOptions,
  why: string,
  renewable: boolean,
  cause?: unknown,
): KubeError {
  return new KubeError('Credentials', oidcMessages.expired(userName, why), { renewable, cause });
}
