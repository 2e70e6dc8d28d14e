import type { Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { configMessages } from '../messages.ts';
import { providerCredential } from './auth-provider.ts';
import type { ConnectionOptions } from './connection-options.ts';
import {
  bearerCredential,
  type CredentialProvider,
  fileCredential,
  fixedCredential,
} from './credentials.ts';
import { pluginCredential } from './exec-plugin.ts';
import { type Entry, entryOf, textOf } from './kubeconfig.ts';
import { oidcCredential } from './oidc.ts';

/** The client certificate of a kubeconfig user, from flags, data or files. */
export function certificateCredential(
  options: ConnectionOptions,
  userName: string,
  user: Entry,
  clock: Clock,
): CredentialProvider {
  const certData = options.clientCertificate ? undefined : dataOf(user, 'client-certificate-data');
  const keyData = options.clientKey ? undefined : dataOf(user, 'client-key-data');
  const certFile = options.clientCertificate ?? textOf(user, 'client-certificate');
  const keyFile = options.clientKey ?? textOf(user, 'client-key');
  const hasCert = certData !== undefined || certFile !== undefined;
  const hasKey = keyData !== undefined || keyFile !== undefined;
  if (!hasCert && !hasKey) return fixedCredential({});
  if (!hasCert || !hasKey) throw new KubeError('Config', configMessages.missingKey(userName));
  const files = [
    certData === undefined ? certFile : undefined,
    keyData === undefined ? keyFile : undefined,
  ];
  const named = files.filter((file) => file !== undefined);
  const make = (texts: readonly string[]) => ({
    cert: certData ?? texts[0] ?? '',
    key: keyData ?? texts.at(-1) ?? '',
  });
  return named.length === 0 ? fixedCredential(make([])) : fileCredential(named, make, clock);
}

/** How a kubeconfig user says who it is, besides a certificate: the first that is set. */
export function userCredential(
  options: ConnectionOptions,
  userName: string,
  user: Entry,
  { cluster, signal, clock }: { cluster: Entry; signal: AbortSignal; clock: Clock },
): CredentialProvider {
  const whose = `user ${userName}`;
  if (options.token) return fixedCredential(bearerCredential(options.token, 'the token option'));
  const name = textOf(user, 'username');
  if (name !== undefined) {
    const pair = `${name}:${textOf(user, 'password') ?? ''}`;
    return fixedCredential({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
  }
  const tokenFile = textOf(user, 'tokenFile');
  if (tokenFile !== undefined) {
    return fileCredential(
      [tokenFile],
      ([token = '']) => bearerCredential(token, `the file ${tokenFile}`),
      clock,
    );
  }
  const token = textOf(user, 'token');
  if (token !== undefined) return fixedCredential(bearerCredential(token, whose));
  const exec = entryOf(user, 'exec');
  if (Object.keys(exec).length > 0) {
    if (textOf(exec, 'command') === undefined) {
      throw new KubeError('Config', configMessages.noCommand(userName));
    }
    const { environment, runInteractive, onPluginMessage } = options;
    return pluginCredential({
      exec,
      cluster,
      variables: environment.variables,
      runInteractive,
      onMessage: onPluginMessage,
      signal,
      clock,
    });
  }
  const provider = entryOf(user, 'auth-provider');
  if (textOf(provider, 'name') === 'oidc') {
    const { variables } = options.environment;
    return oidcCredential({
      config: entryOf(provider, 'config'),
      userName,
      variables,
      signal,
      clock,
    });
  }
  return textOf(provider, 'name') === undefined
    ? fixedCredential({})
    : providerCredential({ userName, user, provider, signal, clock });
}

function dataOf(user: Entry, name: string): string | undefined {
  const data = textOf(user, name);
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8');
}
