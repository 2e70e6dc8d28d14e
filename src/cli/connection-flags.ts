import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ClientOptions } from '../client/connect.ts';
import type { Environment } from '../kube/connection/environment.ts';

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
  readonly asUserExtra?: Readonly<Record<string, readonly string[]>>;
  readonly insecureSkipTlsVerify?: boolean;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly tlsServerName?: string;
  readonly requestTimeout?: string;
  readonly qps: number;
  readonly burst: number;
}

/** The flags of the monitor and of every command. */
export interface CommandFlags extends ConnectionFlags {
  readonly readonly?: boolean;
  readonly ascii?: boolean;
  readonly utc?: boolean;
  readonly audit?: string;
}

/**
 * Adds the flags with which kubectl finds a cluster and one namespace, under kubectl's names, and
 * before them the flags of every command. A command adds its own flags first, because help lists
 * them in this order.
 */
export function withConnectionFlags(command: Command): Command {
  return withFlags(withCommonFlags(command), [
    new Option('-n, --namespace <name>', 'namespace (default: that of the context)'),
    // NAMESPACE/NAME names the namespace: `-A` neither contradicts it nor helps.
    new Option('-A, --all-namespaces').hideHelp(),
  ]);
}

/** The same for commands that show several namespaces. */
export function withConnectionFlagsOfMany(command: Command): Command {
  return withFlags(withCommonFlags(command), [
    new Option(
      '-n, --namespace <names>',
      'namespaces, comma-separated (default: that of the context)',
    ),
    new Option('-A, --all-namespaces', 'all namespaces'),
  ]);
}

function withCommonFlags(command: Command): Command {
  const options = [
    new Option('--readonly', 'nothing can be written'),
    new Option('--ascii', 'ASCII characters only'),
    new Option('--utc', 'times in UTC'),
    new Option('--audit <file>', 'where every write is recorded, as JSON lines'),
  ];
  for (const option of options) command.addOption(option.helpGroup('For every command:'));
  return command;
}

function withFlags(command: Command, namespaces: readonly Option[]): Command {
  const options = [
    ...namespaces,
    new Option('--kubeconfig <file>', 'kubeconfig to use (default: KUBECONFIG, ~/.kube/config)'),
    new Option('--context <name>', 'context of the kubeconfig'),
    new Option('--cluster <name>', 'cluster of the kubeconfig'),
    new Option('--user <name>', 'user of the kubeconfig'),
    new Option('-s, --server <url>', 'API server'),
    new Option('--token <token>', 'bearer token'),
    new Option('--as <user>', 'user to impersonate'),
    new Option('--as-group <group>', 'group to impersonate; may be repeated').argParser(collect),
    new Option('--as-uid <uid>', 'uid to impersonate'),
    new Option('--as-user-extra <key=value>', 'extra to impersonate; may be repeated').argParser(
      collectExtra,
    ),
    new Option('--insecure-skip-tls-verify', 'do not check the certificate of the server'),
    new Option('--certificate-authority <file>', 'certificate of the authority to trust'),
    new Option('--client-certificate <file>', 'client certificate'),
    new Option('--client-key <file>', 'key of the client certificate'),
    new Option('--tls-server-name <name>', 'name to expect in the certificate of the server'),
    new Option('--request-timeout <time>', 'how long one request may take: 30s; 0: no limit'),
    new Option('--qps <number>', 'requests per second on average').argParser(positive).default(50),
    new Option('--burst <number>', 'requests that may be sent at once')
      .argParser(positive)
      .default(100),
  ];
  for (const option of options) command.addOption(option.helpGroup('Connection, as for kubectl:'));
  return command;
}

/**
 * The flags as options of the client. An empty flag counts as left out, as for kubectl: it comes
 * from a variable that is not set. Of several namespaces, the first is the client's default.
 */
export function clientOptions(flags: ConnectionFlags, environment: Environment): ClientOptions {
  const given = Object.entries(flags).filter(([, value]) => value !== '');
  const { as: impersonate, ...rest }: Partial<ConnectionFlags> = Object.fromEntries(given);
  return { ...rest, impersonate, namespace: namedNamespaces(flags)[0], environment };
}

/** The namespaces to show: the named ones, an empty list for all, else that of the context. */
export function shownNamespaces(flags: ConnectionFlags, contextNamespace: string): string[] {
  if (flags.allNamespaces) return [];
  const named = namedNamespaces(flags);
  return named.length > 0 ? named : [contextNamespace];
}

/**
 * The named namespaces. An empty name counts as left out: a variable that is not set must not mean
 * all.
 */
export function namedNamespaces({ namespace = '' }: ConnectionFlags): string[] {
  const names = namespace.split(',').filter(Boolean);
  const odd = names.find((name) => !isPathPart(name));
  if (odd === undefined) return names;
  throw new Error(`-n takes the name of a namespace, not ${JSON.stringify(odd)}.`);
}

/**
 * Whether a name can be one part of a URL's path. The server decides whether such an object exists.
 */
export function isPathPart(name: string): boolean {
  return /^[^\s%/]+$/.test(name) && name !== '.' && name !== '..';
}

/** The flags of a command for one object, which is in one namespace. */
export function inOneNamespace<T extends ConnectionFlags>(flags: T): T {
  if (!flags.allNamespaces && !flags.namespace?.includes(',')) return flags;
  const given = flags.allNamespaces ? '-A' : `-n ${flags.namespace}`;
  throw new Error(`This command is for one namespace: name it with -n, in place of ${given}.`);
}

/** The flags of a command: its own, and those before its name that it does not repeat. */
export function flagsOf<T extends object>(command: Command): T {
  const given = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) !== 'default',
  );
  return { ...command.optsWithGlobals<T>(), ...Object.fromEntries(given) };
}

/**
 * Refuses a flag before the name of a command that lacks the flag: `--demo list` would use another
 * cluster than the user means.
 */
export function refuseUnusedFlags(program: Command, command: Command): void {
  const isTaken = (flag: Option) =>
    command.options.some(
      (own) => own.long === flag.long && own.helpGroupHeading === flag.helpGroupHeading,
    );
  for (const flag of program.options) {
    const isGiven = program.getOptionValueSource(flag.attributeName()) === 'cli';
    if (!isGiven || isTaken(flag)) continue;
    throw new Error(`kontinue ${command.name()} does not take ${flag.long}. Leave it out.`);
  }
}

/** Reads a flag that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Reads a flag that may be repeated with the same key or with other keys. */
function collectExtra(
  text: string,
  before: Readonly<Record<string, readonly string[]>> = {},
): Readonly<Record<string, readonly string[]>> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new InvalidArgumentError('It takes key=value.');
  }
  return { ...before, [key]: [...(before[key] ?? []), value] };
}

/** Reads a positive number. */
function positive(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It takes a number above 0.');
}
