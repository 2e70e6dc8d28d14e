import type { Command } from 'commander';
import type { ClientOptions } from '../client/connect.ts';
import type { Environment } from '../kube/environment.ts';

/** The connection flags of kubectl, as commander reads them. */
export interface ConnectionFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly server?: string;
  readonly token?: string;
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly asUid?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly tlsServerName?: string;
  readonly requestTimeout?: string;
  readonly qps: number;
  readonly burst: number;
}

/** What every command that is not the monitor may be told, before its name or after it. */
export interface CommandFlags extends ConnectionFlags {
  readonly readonly?: boolean;
  readonly utc?: boolean;
}

/** Adds the flags with which kubectl finds a cluster, under kubectl's names. */
export function withConnectionFlags(command: Command): Command {
  return command
    .option('--kubeconfig <file>', 'kubeconfig to use (default: KUBECONFIG, ~/.kube/config)')
    .option('--context <name>', 'context of the kubeconfig')
    .option('--cluster <name>', 'cluster of the kubeconfig')
    .option('--user <name>', 'user of the kubeconfig')
    .option('-s, --server <url>', 'API server')
    .option('--token <token>', 'bearer token')
    .option('-n, --namespace <names>', 'namespace; the monitor takes several, apart by commas')
    .option('-A, --all-namespaces', 'all namespaces')
    .option('--as <user>', 'user to impersonate')
    .option('--as-group <group>', 'group to impersonate; may be repeated', collect)
    .option('--as-uid <uid>', 'uid to impersonate')
    .option('--insecure-skip-tls-verify', 'do not check the certificate of the server')
    .option('--certificate-authority <file>', 'certificate of the authority to trust')
    .option('--client-certificate <file>', 'client certificate')
    .option('--client-key <file>', 'key of the client certificate')
    .option('--tls-server-name <name>', 'name to expect in the certificate of the server')
    .option('--request-timeout <time>', 'how long one request may take, such as 30s; 0: no limit')
    .option('--qps <number>', 'requests per second in the long run', Number, 50)
    .option('--burst <number>', 'requests at once', Number, 100);
}

/** The flags as the client takes them. Only the first of several namespaces is its default. */
export function clientOptions(flags: ConnectionFlags, environment: Environment): ClientOptions {
  const { as: impersonate, namespace, ...rest } = flags;
  return { ...rest, impersonate, namespace: namespace?.split(',')[0], environment };
}

/** The namespaces to show: those named, none for all, else that of the context. */
export function shownNamespaces(flags: ConnectionFlags, contextNamespace: string): string[] {
  if (flags.allNamespaces) return [];
  const named = flags.namespace?.split(',').filter(Boolean) ?? [];
  // Like kubectl, `-n ""`, as from an unset variable, names none: it must not mean all.
  return named.length > 0 ? named : [contextNamespace];
}

/** The flags of a command: its own, and those before its name that it was not given itself. */
export function flagsOf<T extends object>(command: Command): T {
  const given = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) !== 'default',
  );
  return { ...command.optsWithGlobals<T>(), ...Object.fromEntries(given) };
}

/** Reads a flag that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
