import type { RequestOptions } from 'node:https';
import type { Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { configMessages } from '../messages.ts';
import { type Credential, type CredentialProvider, unlessAborted } from './credentials.ts';
import { type Entry, textOf } from './kubeconfig.ts';
import { LoginBackoff } from './login-backoff.ts';

/** A kubeconfig user with an auth provider. */
export interface ProviderOptions {
  readonly userName: string;
  readonly user: Entry;
  readonly provider: Entry;
  /** Ends with the connection. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Credentials from an auth provider of the older kind other than `oidc`, such as `gcp`, which
 * @kubernetes/client-node knows. It is loaded with the first request of such a user only: it is slow
 * to load.
 */
export function providerCredential(options: ProviderOptions): CredentialProvider {
  const { userName, provider, signal: closed, clock } = options;
  const name = textOf(provider, 'name') ?? '';
  const fail = (cause?: unknown) =>
    new KubeError('Credentials', configMessages.provider(name, userName), {
      cause,
      renewable: true,
    });
  let last: Credential = {};
  let config: ReturnType<typeof load> | undefined;
  const logIn = async () => {
    const request: RequestOptions = { headers: {} };
    try {
      config ??= load(options);
      await (await config).applyToHTTPSOptions(request);
    } catch (cause) {
      throw fail(cause);
    }
    const authorization = authorizationOf(request);
    if (authorization === undefined) throw fail();
    if (authorization !== last.authorization) last = { authorization };
    return last;
  };
  const login = new LoginBackoff({ logIn, clock, signal: closed, hasUser: false });
  return {
    get: (signal) => unlessAborted(login.logIn(), signal),
    invalidate: () => false,
    retryNow: () => login.forgive(),
  };
}

async function load({ user, provider }: ProviderOptions) {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'c', server: 'https://provider.invalid', skipTLSVerify: false }],
    users: [{ ...user, name: 'u', authProvider: provider }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  return config;
}

function authorizationOf(options: RequestOptions): string | undefined {
  const headers = options.headers as Readonly<Record<string, unknown>>;
  const value = headers.Authorization;
  return typeof value === 'string' ? value : undefined;
}
