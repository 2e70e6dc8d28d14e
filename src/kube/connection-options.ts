import type { Clock } from './clock.ts';
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
  readonly clock?: Clock | undefined;
}

/** Gives the terminal to a program for as long as `run` takes. */
export type RunInteractive = <T>(run: () => Promise<T>) => Promise<T>;
