import type { RequestOptions } from 'node:https';
import { KubeError } from '../errors.ts';
import { configMessages } from '../messages.ts';
import type { Credential, CredentialProvider } from './credentials.ts';
import { type Entry, textOf } from './kubeconfig.ts';

/**
 * Proofs from an auth provider of the older kind other than `oidc`, such as `gcp`, which
 * @kubernetes/client-node knows. It is loaded with the first request of such a user, and by nobody
 * else: it is slow to load.
 */
export function providerCredential(
  userName: string,
  user: Entry,
  provider: Entry,
): CredentialProvider {
  const name = textOf(provider, 'name') ?? '';
  let last: Credential = {};
  const load = async () => {
    const { KubeConfig } = await import('@kubernetes/client-node');
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [{ name: 'c', server: 'https://provider.invalid', skipTLSVerify: false }],
      users: [{ ...user, name: 'u', authProvider: provider }],
      contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
      currentContext: 'x',
    });
    return config;
  };
  let config: ReturnType<typeof load> | undefined;
  return {
    async get() {
      const options: RequestOptions = { headers: {} };
      try {
        config ??= load();
        await (await config).applyToHTTPSOptions(options);
      } catch (cause) {
        throw new KubeError('Credentials', configMessages.provider(name, userName), { cause });
      }
      const authorization = authorizationOf(options);
      if (authorization === undefined) {
        throw new KubeError('Credentials', configMessages.provider(name, userName));
      }
      if (authorization !== last.authorization) last = { authorization };
      return last;
    },
    invalidate: () => false,
  };
}

function authorizationOf(options: RequestOptions): string | undefined {
  const headers = options.headers as Readonly<Record<string, unknown>>;
  const value = headers.Authorization;
  return typeof value === 'string' ? value : undefined;
}
