import { setFlagsFromString } from 'node:v8';
import { Client } from '../client/client.ts';
import { type ClientOptions, connect } from '../client/connect.ts';
import type { Reach } from '../text/shell.ts';
import { auditFile } from './audit.ts';
import { perform } from './effects.ts';
import type { Send } from './run.ts';
import type { Connected } from './start.ts';
import { type Retriable, subscribe } from './subscriptions.ts';

/** How the monitor reaches a cluster. */
export interface ConnectOptions {
  readonly client: ClientOptions;
  /** Which namespaces to show, given that of the context. Empty: all. */
  readonly namespaces: (contextNamespace: string) => readonly string[];
  readonly auditPath: string;
  /** How a command that is copied gets there, too. */
  readonly reach: Reach;
}

/** Finds the cluster and gives the loop its hands. Nothing is sent before something is wanted. */
export async function connectMonitor(
  options: ConnectOptions,
  send: Send,
  signal: AbortSignal,
): Promise<Connected> {
  // V8 would let its space for new objects grow to 34 MB while a first set arrives, and keep it: a
  // quarter of all memory at 10,000 executions. What it has grown to by now (some 4 MB) serves as well.
  setFlagsFromString('--semi-space-growth-factor=1');
  const onThrottled = (throttled: boolean) => send({ kind: 'throttleChanged', throttled });
  const { transport, connection } = await connect({ ...options.client, onThrottled });
  const { readOnly } = options.client;
  const client = Client.fromCompact(transport, { namespace: connection.namespace, readOnly });
  const retriable: Retriable = new Set();
  let user = connection.userName;
  const context = {
    client,
    retriable,
    retryLogin: () => connection.retryLogin(),
    newestCheck: {},
    audit: auditFile(options.auditPath),
    context: connection.contextName,
    server: connection.server,
    user: () => user,
  };
  void introduce(client, send, signal, (name) => {
    user = name;
  });
  return {
    context: connection.contextName,
    reach: options.reach,
    namespaces: options.namespaces(connection.namespace),
    user,
    now: () => client.now(),
    perform: (effect, tell) => perform(context, effect, tell),
    subscribe: (subscription, tell) => subscribe(client, subscription, tell, retriable),
    close: () => client.close(),
  };
}

/** Asks who one is and what the server is; either may stay unknown without harm. */
async function introduce(
  client: Client,
  send: Send,
  signal: AbortSignal,
  learned: (user: string) => void,
): Promise<void> {
  const [identity, version] = await Promise.allSettled([
    client.whoAmI({ signal }),
    client.serverVersion({ signal }),
  ]);
  if (identity.status === 'fulfilled' && identity.value) {
    learned(identity.value.username);
    send({ kind: 'identityLearned', user: identity.value.username });
  }
  if (version.status === 'fulfilled') send({ kind: 'versionLearned', version: version.value });
}
