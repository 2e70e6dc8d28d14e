import { Client } from '../client/client.ts';
import { type ClientOptions, connect } from '../client/connect.ts';
import type { Clock } from '../kube/clock.ts';
import type { Reach } from '../text/shell.ts';
import { auditFile } from './audit.ts';
import { performInCluster } from './cluster-effects.ts';
import type { Connected } from './cluster-link.ts';
import { DryRuns } from './dry-runs.ts';
import { identify } from './identify.ts';
import type { Send } from './run.ts';
import { subscribe } from './subscriptions.ts';
import type { Retriable } from './watch-kind.ts';

/** How the monitor reaches a cluster. */
export interface ConnectOptions {
  readonly client: ClientOptions;
  /** Which namespaces to show, given that of the context. Empty: all. */
  readonly namespaces: (contextNamespace: string) => readonly string[];
  readonly auditPath: string;
  /** How a command that is copied gets there, too. */
  readonly reach: Reach;
  readonly clock: Clock;
}

/** Finds the cluster and gives the loop its hands. Nothing is sent before something is wanted. */
export async function connectMonitor(
  options: ConnectOptions,
  send: Send,
  signal: AbortSignal,
): Promise<Connected> {
  const { clock } = options;
  const { readOnly } = options.client;
  const onThrottled = (throttled: boolean) => send({ kind: 'throttleChanged', throttled });
  const { transport, connection } = await connect({ ...options.client, clock, onThrottled });
  const { namespace } = connection;
  const client = Client.fromCompact(transport, { namespace, readOnly, clock });
  const retriable: Retriable = new Set();
  let userName = connection.userName;
  const user = () => userName;
  const context = {
    client,
    retriable,
    retryLogin: () => connection.retryLogin(),
    dryRuns: new DryRuns({ client, clock, user }),
    audit: auditFile(options.auditPath),
    context: connection.contextName,
    server: connection.server,
    user,
  };
  void identify(client, send, signal, (name) => {
    userName = name;
  });
  return {
    context: connection.contextName,
    reach: options.reach,
    namespaces: options.namespaces(namespace),
    user: userName,
    now: () => client.now(),
    perform: (effect, tell) => performInCluster(context, effect, tell),
    subscribe: (subscription, tell) => subscribe({ client, clock, retriable }, subscription, tell),
    close: () => client.close(),
  };
}
