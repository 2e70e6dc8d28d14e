import type { Execution } from '../api/execution.ts';
import type { KontinueFunction } from '../api/function.ts';
import type { KubeObject } from '../api/metadata.ts';
import type { Suspension } from '../api/suspension.ts';
import type { Client } from '../client/client.ts';
import type { Informer } from '../client/watch/informers.ts';
import type { ReflectorState } from '../kube/watch/reflector-state.ts';
import type { StoreChange } from '../kube/watch/store.ts';
import type { Msg } from './core/message.ts';
import { type Change, keyOf } from './core/resources/collection.ts';
import type { WatchedKind, WatchedKinds } from './core/resources/resources.ts';
import { ALL_NAMESPACES, type FeedState } from './core/session.ts';
import { lookForNamespace } from './look-for-namespace.ts';
import type { Send } from './run.ts';

/** What is under way, so that the user may ask all of it to try again at once. */
export type Retriable = Set<Pick<Informer<KubeObject>['reflector'], 'retryNow'>>;

/** How the objects of one kind are watched, and what is told of them. */
interface KindWatch<T extends KubeObject> {
  /** The name of its feed, whose state the header shows; without it, none is told. */
  readonly feed?: string;
  /** Whether it is told that there are none, as soon as that is known. */
  readonly tellsNone?: boolean;
  readonly inform: (client: Client, namespace: string | undefined) => Informer<T>;
  readonly message: (namespace: string, changes: readonly Change<T>[]) => Msg;
  /** Other objects that are watched for as long, and not told. */
  readonly holds?: (client: Client, namespace: string | undefined) => Informer<KubeObject>;
  /** Whether a namespace without objects is looked up. */
  readonly looksForNamespace?: boolean;
}

const EXECUTIONS: KindWatch<Execution> = {
  feed: 'executions',
  looksForNamespace: true,
  inform: (client, namespace) => client.informers.executions(namespace),
  // No tree has to wait for its jobs.
  holds: (client, namespace) => client.informers.jobs(namespace),
  message: (namespace, changes) => ({
    kind: 'objectsChanged',
    of: 'Execution',
    namespace,
    changes,
  }),
};

const SUSPENSIONS: KindWatch<Suspension> = {
  feed: 'suspensions',
  inform: (client, namespace) => client.informers.suspensions(namespace),
  message: (namespace, changes) => ({
    kind: 'objectsChanged',
    of: 'Suspension',
    namespace,
    changes,
  }),
};

const FUNCTIONS: KindWatch<KontinueFunction> = {
  tellsNone: true,
  inform: (client, namespace) => client.informers.functions(namespace),
  message: (namespace, changes) => ({ kind: 'objectsChanged', of: 'Function', namespace, changes }),
};

const WATCHES: { readonly [K in WatchedKind]: KindWatch<WatchedKinds[K]> } = {
  Execution: EXECUTIONS,
  Suspension: SUSPENSIONS,
  Function: FUNCTIONS,
};

/**
 * Watches the objects of a kind in a namespace, or in all. What is known already is told before this
 * returns. The returned function ends it.
 */
export function watchKind<K extends WatchedKind>(
  client: Client,
  of: K,
  namespace: string | undefined,
  send: Send,
  retriable: Retriable,
): () => void {
  const watch: KindWatch<WatchedKinds[K]> = WATCHES[of];
  return begin(watch, client, namespace, send, retriable);
}

function begin<T extends KubeObject>(
  { feed, tellsNone, inform, message, holds, looksForNamespace }: KindWatch<T>,
  client: Client,
  namespace: string | undefined,
  send: Send,
  retriable: Retriable,
): () => void {
  const where = namespace ?? ALL_NAMESPACES;
  const informer = inform(client, namespace);
  const held = holds ? [informer, holds(client, namespace)] : [informer];
  const { store, reflector } = informer;
  const tell = (changes: readonly Change<T>[]) => send(message(where, changes));
  const known = Array.from(store.values(), (object) => ({ key: keyOf(object), object }));
  const isNone = () => tellsNone === true && reflector.state.synced;
  if (known.length > 0 || isNone()) tell(known);

  const ends = [
    store.subscribe((changes) => tell(changes.map(toChange))),
    reflector.onState(() => {
      if (isNone()) tell([]);
    }),
    ...(feed === undefined ? [] : [tellFeed(client, `${feed}/${where}`, informer, send)]),
    ...(looksForNamespace ? [lookForNamespace(client, namespace, informer, send)] : []),
    ...held.map((one) => () => void one.release()),
  ];
  const reflectors = held.map((one) => one.reflector);
  for (const one of reflectors) retriable.add(one);
  return () => {
    for (const one of reflectors) retriable.delete(one);
    for (const end of ends) end();
  };
}

function toChange<T extends KubeObject>({ type, item }: StoreChange<T>): Change<T> {
  const key = keyOf(item);
  return type === 'deleted' ? { key } : { key, object: item };
}

/** Tells how a watch stands, now and whenever that changes. */
function tellFeed<T extends KubeObject>(
  client: Client,
  feed: string,
  informer: Informer<T>,
  send: Send,
): () => void {
  const tell = (state: ReflectorState) =>
    send({ kind: 'feedChanged', feed, state: feedState(client, state) });
  tell(informer.reflector.state);
  return informer.reflector.onState(tell);
}

/** A quiet watch is as young as the last sign of its server, on whatever connection. */
function feedState(client: Client, state: ReflectorState): FeedState {
  const { phase, since, count, synced, lastError } = state;
  const silent = client.silentForMs;
  const lastByteAt = silent === undefined ? undefined : client.now() - silent;
  return { phase, since, count, synced, lastByteAt, error: lastError?.message };
}
