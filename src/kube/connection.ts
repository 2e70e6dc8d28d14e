import type { Environment } from './environment.ts';

/** The connection flags of kubectl, and what the process was started with. */
export interface ConnectionOptions {
  readonly environment: Environment;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly namespace?: string | undefined;
  readonly as?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
  readonly asUid?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly tlsServerName?: string | undefined;
  /** As kubectl writes it: `30s`, `2m`, or seconds; `0` is no limit. */
  readonly requestTimeout?: string | undefined;
  /** Runs a credential plugin that talks to the person, with the screen out of its way. */
  readonly runInteractive?: RunInteractive | undefined;
}

/** Gives the terminal to a program for as long as `run` takes. */
export type RunInteractive = <T>(run: () => Promise<T>) => Promise<T>;

/** What one request needs to prove who it is and to trust the server. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly tls: TlsMaterial;
}

/** TLS options of one request. Connections are pooled by these values. */
export interface TlsMaterial {
  readonly ca?: string | Buffer | undefined;
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  readonly servername?: string | undefined;
  readonly rejectUnauthorized?: boolean | undefined;
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
  /** An HTTP proxy on the way to the server. */
  readonly proxyUrl: string | undefined;
  /** What to send now: read again when it rotates or expires. */
  credentials(signal?: AbortSignal): Promise<Credentials>;
  /** Says that the server answered 401 to these. True if asking again may give others. */
  invalidate(refused: Credentials): boolean;
}

/** Finds the cluster and the user that kubectl would use with the same flags and environment. */
export function loadConnection(_options: ConnectionOptions): Promise<Connection> {
  throw new Error('being written');
}
