import type { Clock } from '../clock.ts';
import type { Environment } from './environment.ts';
import type { LoadedKubeconfig } from './kubeconfig.ts';

/**
 * The connection flags of kubectl, and what the process was started with (Kubernetes: kubectl
 * options).
 */
export interface ConnectionOptions {
  /** What the process was started with. */
  readonly environment: Environment;
  /**
   * A file. Default: those of KUBECONFIG, else `~/.kube/config`, else the service account of the
   * pod.
   */
  readonly kubeconfig?: string | undefined;
  /** A kubeconfig that is loaded already, in place of any file. Default: files are read. */
  readonly config?: LoadedKubeconfig | undefined;
  /** A name in the kubeconfig. Default: its current context. */
  readonly context?: string | undefined;
  /** A name in the kubeconfig. Default: the context's. */
  readonly cluster?: string | undefined;
  /** A name in the kubeconfig. Default: the context's. */
  readonly user?: string | undefined;
  /** An address such as `https://10.0.0.1:6443`. Default: the cluster's. */
  readonly server?: string | undefined;
  /** A bearer token. Default: the user's credentials. */
  readonly token?: string | undefined;
  /** Where to look when a call names none. Default: the context's, else `default`. */
  readonly namespace?: string | undefined;
  /** The user to act as. Default: the kubeconfig user's `as`, else no impersonation. */
  readonly as?: string | undefined;
  /** The groups to act as; needs a user to act as. Default: the kubeconfig user's. */
  readonly asGroup?: readonly string[] | undefined;
  /** The uid to act as; needs a user to act as. Default: the kubeconfig user's. */
  readonly asUid?: string | undefined;
  /** Further facts on the user to act as; needs one. Default: the kubeconfig user's. */
  readonly asUserExtra?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Trusts any server. Default: the cluster's, else false. */
  readonly insecureSkipTlsVerify?: boolean | undefined;
  /** A file of certificates to trust. Default: the cluster's, else those of the system. */
  readonly certificateAuthority?: string | undefined;
  /** A file with a certificate. Default: the user's. */
  readonly clientCertificate?: string | undefined;
  /** A file with its key. Default: the user's. */
  readonly clientKey?: string | undefined;
  /** The name in the server's certificate. Default: the cluster's, else the server's host. */
  readonly tlsServerName?: string | undefined;
  /**
   * For one request that is no watch, as kubectl writes it: `30s`, `2m`, or seconds; `0` is no
   * limit. Default: no limit.
   */
  readonly requestTimeout?: string | undefined;
  /**
   * Runs a credential plugin that talks to the user, with the screen out of its way: one that
   * cannot do without (`interactiveMode: Always`), or one that tried to and failed (`IfAvailable`).
   * Default: no plugin can talk to the user.
   */
  readonly runInteractive?: RunInteractive | undefined;
  /**
   * Hears what a credential plugin says on standard error, as it comes: a code to type into a browser.
   * Default: it stands in the error if the plugin fails.
   */
  readonly onPluginMessage?: ((text: string) => void) | undefined;
  /** For tests. Default: the time of this machine. */
  readonly clock?: Clock | undefined;
}

/** Gives the terminal to a program for as long as `run` takes (ours). */
export type RunInteractive = <T>(run: () => Promise<T>) => Promise<T>;
