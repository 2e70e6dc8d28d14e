import { delimiter, resolve } from 'node:path';
import type { Environment } from '../kube/connection/environment.ts';
import { quote, type Reach } from '../text/shell.ts';
import type { ConnectionFlags } from './connection-flags.ts';

/**
 * The flags with which kubectl and kontinue reach the same cluster as these flags, from any folder
 * and any shell. The context is not among them. A variable stands in for a token.
 */
export function reachOf(flags: ConnectionFlags, { variables }: Environment): Reach {
  const files = (variables.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  const kubeconfig = flags.kubeconfig || (files.length === 1 ? files[0] : undefined);
  const several = kubeconfig === undefined && files.length > 1;
  const merged = files.map((file) => resolve(file)).join(delimiter);
  return {
    variables: several ? [`KUBECONFIG=${quote(merged)}`] : [],
    flags: [
      ...path('--kubeconfig', kubeconfig),
      ...value('--cluster', flags.cluster),
      ...value('--user', flags.user),
      ...value('--server', flags.server),
      ...(flags.token ? ['--token', '"$TOKEN"'] : []),
      ...value('--as', flags.as),
      ...(flags.asGroup ?? []).flatMap((group) => value('--as-group', group)),
      ...value('--as-uid', flags.asUid),
      ...Object.entries(flags.asUserExtra ?? {}).flatMap(([key, values]) =>
        values.flatMap((extra) => value('--as-user-extra', `${key}=${extra}`)),
      ),
      ...(flags.insecureSkipTlsVerify ? ['--insecure-skip-tls-verify'] : []),
      ...path('--certificate-authority', flags.certificateAuthority),
      ...path('--client-certificate', flags.clientCertificate),
      ...path('--client-key', flags.clientKey),
      ...value('--tls-server-name', flags.tlsServerName),
    ],
  };
}

function value(flag: string, given: string | undefined): readonly string[] {
  return given ? [flag, quote(given)] : [];
}

/** The absolute path of a file, so that the line works in any folder. */
function path(flag: string, file: string | undefined): readonly string[] {
  return value(flag, file && resolve(file));
}
