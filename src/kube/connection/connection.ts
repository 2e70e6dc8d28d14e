import { delimiter, join } from 'node:path';
import { systemClock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { CLOSED_MESSAGE, configMessages } from '../messages.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { readSecret } from './credentials.ts';
import { parseDuration } from './duration-flag.ts';
import { impersonationHeaders } from './impersonation.ts';
import { inClusterConfig } from './in-cluster.ts';
import {
  type Entry,
  entriesOf,
  type Kubeconfig,
  readKubeconfig,
  readLoadedKubeconfig,
  textOf,
} from './kubeconfig.ts';
import { proxyFromEnvironment } from './proxy.ts';
import { certificateCredential, userCredential } from './user-credential.ts';

export type { ConnectionOptions } from './connection-options.ts';

/** What one request needs to prove who it is and to trust the server. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
}

/** TLS options of one request. Connections are pooled by these values. */
export interface TlsMaterial {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** A chosen cluster and user. */
export interface Connection {
  /** The URL of the API server, without a slash at the end. */
  readonly server: string;
  readonly contextName: string;
  readonly namespace: string;
  /** The kubeconfig's name for the user; the server may know another. */
  readonly userName: string;
  readonly requestTimeoutMs: number | undefined;
  /** A proxy on the way to the server: http, https or socks5. */
  readonly proxyUrl: string | undefined;
  /** What to send now: read again when it rotates or expires. */
  credentials(signal?: AbortSignal): Promise<Credentials>;
  /** Says that the server answered 401 to these. True if asking again may give others. */
  invalidate(refused: Credentials): boolean;
  /** The user asks for another try: a login that failed is tried at once, whatever pause it is in. */
  retryLogin(): void;
  /** Ends a credential plugin that is running. */
  close(): void;
}

/** Finds the cluster and the user that kubectl would use with the same flags and environment. */
export async function loadConnection(given: ConnectionOptions): Promise<Connection> {
  const options = withoutBlanks(given);
  const config = await findConfig(options);
  const contextName = options.context ?? config.currentContext;
  const context = findContext(config, contextName, options);
  const clusterName = options.cluster ?? textOf(context, 'cluster') ?? '';
  const userName = options.user ?? textOf(context, 'user') ?? '';
  const cluster = withFlags(find(config.clusters, 'cluster', clusterName), {
    server: options.server,
    'certificate-authority': options.certificateAuthority,
    'insecure-skip-tls-verify': options.insecureSkipTlsVerify,
    'tls-server-name': options.tlsServerName,
  });
  const user = find(config.users, 'user', userName);
  const server = serverOf(cluster, clusterName);
  return {
    server: server.href.replace(/\/+$/, ''),
    contextName,
    namespace: options.namespace ?? textOf(context, 'namespace') ?? 'default',
    userName,
    requestTimeoutMs: timeoutOf(options.requestTimeout),
    proxyUrl:
      textOf(cluster, 'proxy-url') ?? proxyFromEnvironment(server, options.environment.variables),
    ...(server.protocol === 'https:'
      ? await credentialsOf(options, cluster, userName, user)
      : withoutSecrets(impersonationHeaders(options, user))),
  };
}

/** Like kubectl, a flag with nothing in it, such as an unset variable, is one not given. */
function withoutBlanks(options: ConnectionOptions): ConnectionOptions {
  const given = Object.entries(options).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(given), environment: options.environment };
}

/**
 * Like kubectl, tell no secret in the clear: such a server is a proxy with a user of its own. Whom to
 * act as is none, and must not be forgotten.
 */
function withoutSecrets(headers: Credentials['headers']) {
  const credentials = { headers, tls: {} };
  return {
    credentials: async () => credentials,
    invalidate: () => false,
    retryLogin: () => undefined,
    close: () => undefined,
  };
}

/** The kubeconfig files to read, in order. */
export function kubeconfigFiles(options: ConnectionOptions): readonly string[] {
  if (options.kubeconfig) return [options.kubeconfig];
  const listed = (options.environment.variables.KUBECONFIG ?? '').split(delimiter);
  const files = listed.filter((file) => file !== '');
  return files.length > 0 ? files : [join(options.environment.home, '.kube', 'config')];
}

async function findConfig(options: ConnectionOptions): Promise<Kubeconfig> {
  if (options.config) return readLoadedKubeconfig(options.config);
  const files = kubeconfigFiles(options);
  const config = await readKubeconfig(files, options.kubeconfig !== undefined);
  const isEmpty = config.clusters.size + config.users.size + config.contexts.size === 0;
  if (options.server || !(isEmpty && config.currentContext === '')) return config;
  const inside = await inClusterConfig(options.environment);
  if (inside) return inside;
  throw new KubeError('Config', configMessages.none(files, config.files));
}

function findContext(config: Kubeconfig, name: string, options: ConnectionOptions): Entry {
  const context = config.contexts.get(name);
  if (context) return context;
  if (name !== '') {
    throw new KubeError(
      'Config',
      configMessages.unknown('context', name, [...config.contexts.keys()]),
    );
  }
  if (options.server || options.cluster) return {};
  throw new KubeError('Config', configMessages.noContextChosen([...config.contexts.keys()]));
}

/** An entry by name; a name that was not given at all is an entry without settings. */
function find(entries: ReadonlyMap<string, Entry>, kind: string, name: string): Entry {
  const entry = entries.get(name);
  if (entry) return entry;
  if (name === '') return {};
  throw new KubeError('Config', configMessages.unknown(kind, name, [...entries.keys()]));
}

function withFlags(cluster: Entry, flags: Entry): Entry {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  const flagged: Record<string, unknown> = { ...cluster, ...Object.fromEntries(given) };
  if (flags['certificate-authority'] !== undefined) delete flagged['certificate-authority-data'];
  return flagged;
}

function serverOf(cluster: Entry, name: string): URL {
  const server = textOf(cluster, 'server');
  if (server === undefined) throw new KubeError('Config', configMessages.noServer(name));
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url?.username || url?.password) throw new KubeError('Config', configMessages.secretServer);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new KubeError('Config', configMessages.badServer(server));
}

function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms === undefined) throw new KubeError('Config', configMessages.badTimeout(text));
  return ms === 0 ? undefined : ms;
}

async function credentialsOf(
  options: ConnectionOptions,
  cluster: Entry,
  userName: string,
  user: Entry,
): Promise<Pick<Connection, 'credentials' | 'invalidate' | 'retryLogin' | 'close'>> {
  const clock = options.clock ?? systemClock;
  const trust = await trustOf(cluster);
  const certificates = certificateCredential(options, userName, user, clock);
  const closing = new AbortController();
  const identities = userCredential(options, userName, user, {
    cluster: clusterInfo(cluster, trust),
    signal: closing.signal,
    clock,
  });
  const impersonation = impersonationHeaders(options, user);
  let last: { certificate: object; identity: object; credentials: Credentials } | undefined;
  return {
    async credentials(signal) {
      const certificate = await certificates.get(signal);
      const identity = await identities.get(signal);
      if (last?.certificate === certificate && last.identity === identity) return last.credentials;
      const { authorization, ...ownCertificate } = { ...certificate, ...identity };
      const headers = { ...impersonation, ...(authorization ? { authorization } : {}) };
      const credentials = { headers, tls: { ...trust, ...ownCertificate } };
      last = { certificate, identity, credentials };
      return credentials;
    },
    invalidate(refused) {
      if (last?.credentials !== refused) return true;
      const certificate = certificates.invalidate(last.certificate);
      return identities.invalidate(last.identity) || certificate;
    },
    retryLogin: () => identities.retryNow?.(),
    close: () => closing.abort(new KubeError('Aborted', CLOSED_MESSAGE)),
  };
}

async function trustOf(cluster: Entry): Promise<TlsMaterial> {
  const servername = textOf(cluster, 'tls-server-name');
  const name = servername === undefined ? {} : { servername };
  if (cluster['insecure-skip-tls-verify'] === true) return { ...name, rejectUnauthorized: false };
  const data = textOf(cluster, 'certificate-authority-data');
  if (data !== undefined) return { ...name, ca: Buffer.from(data, 'base64').toString('utf8') };
  const file = textOf(cluster, 'certificate-authority');
  return file === undefined ? name : { ...name, ca: await readSecret(file) };
}

/** What a credential plugin may be told about the cluster. */
function clusterInfo(cluster: Entry, trust: TlsMaterial): Entry {
  const { server, 'tls-server-name': name, 'proxy-url': proxy } = cluster;
  const config = entriesOf(cluster, 'extensions').find(
    (extension) => extension.name === 'client.authentication.k8s.io/exec',
  )?.extension;
  return {
    server,
    'tls-server-name': name,
    'insecure-skip-tls-verify': trust.rejectUnauthorized === false ? true : undefined,
    'certificate-authority-data':
      trust.ca === undefined ? undefined : Buffer.from(trust.ca).toString('base64'),
    'proxy-url': proxy,
    config,
  };
}
