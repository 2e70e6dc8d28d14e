import type { Execution } from '../api/execution.ts';
import type { KubeObject } from '../api/metadata.ts';
import type { Client } from '../client/client.ts';
import type { Informer } from '../client/watch/informers.ts';
import type { ReflectorState } from '../kube/watch/reflector-state.ts';
import type { StoreChange } from '../kube/watch/store.ts';
import type { ExecutionChange } from './core/executions/list.ts';
import type { FeedState } from './core/session.ts';
import type { Send } from './run.ts';

/** What is under way, so that the user may ask all of it to try again at once. */
export type Retriable = Set<Pick<Informer<KubeObject>['reflector'], 'retryNow'>>;

/**
 * Watches executions, suspensions and functions of a namespace, or of all. What is known already is told
 * before this returns.
 */
export function watchNamespace(
  client: Client,
  namespace: string | undefined,
  send: Send,
  retriable: Retriable,
): () => void {
  const where = namespace ?? '*';
  const executions = client.informers.executions(namespace);
  const suspensions = client.informers.suspensions(namespace);
  const functions = client.informers.functions(namespace);
  // Held for as long as the list is, so that no tree has to wait for them.
  const jobs = client.informers.jobs(namespace);
  const held = [executions, suspensions, functions, jobs];

  const known = [...executions.store.values()];
  if (known.length > 0) {
    send({ kind: 'executionsChanged', changes: known.map((object) => change(object, object)) });
  }
  const tellSuspensions = () =>
    send({
      kind: 'suspensionsChanged',
      namespace: where,
      suspensions: [...suspensions.store.values()],
    });
  tellSuspensions();
  const tellFunctions = () =>
    send({ kind: 'functionsChanged', namespace, functions: [...functions.store.values()] });

  const ends = [
    executions.store.subscribe((changes) =>
      send({ kind: 'executionsChanged', changes: changes.map(asExecutionChange) }),
    ),
    suspensions.store.subscribe(tellSuspensions),
    functions.store.subscribe(tellFunctions),
    functions.reflector.onState(({ synced }) => {
      if (synced) tellFunctions();
    }),
    tellFeed(client, `executions/${where}`, executions, send),
    lookForNamespace(client, namespace, executions, send),
    tellFeed(client, `suspensions/${where}`, suspensions, send),
    ...held.map((informer) => () => void informer.release()),
  ];
  const reflectors = held.map(({ reflector }) => reflector);
  for (const reflector of reflectors) retriable.add(reflector);
  return () => {
    for (const reflector of reflectors) retriable.delete(reflector);
    for (const end of ends) end();
  };
}

/**
 * Asks whether the namespace exists when its first list is empty: a list of what does not exist is empty
 * and no error. No user waits for the answer.
 */
function lookForNamespace(
  client: Client,
  namespace: string | undefined,
  { reflector, store }: Informer<Execution>,
  send: Send,
): () => void {
  if (namespace === undefined) return () => undefined;
  const ended = new AbortController();
  const { signal } = ended;
  const stopListening = reflector.onState(({ synced }) => {
    if (!synced) return;
    stopListening();
    if (store.size > 0) return;
    client.namespaceExists(namespace, { priority: 'background', signal }).then(
      (exists) => {
        if (!signal.aborted) send({ kind: 'namespaceLooked', namespace, exists: exists ?? true });
      },
      // Whatever keeps this from being answered is told by the watch itself.
      () => undefined,
    );
  });
  return () => {
    stopListening();
    ended.abort();
  };
}

function asExecutionChange(event: StoreChange<Execution>): ExecutionChange {
  return change(event.item, event.type === 'deleted' ? undefined : event.item);
}

function change(named: KubeObject, object: Execution | undefined): ExecutionChange {
  const key = `${named.metadata.namespace ?? ''}/${named.metadata.name}`;
  return object === undefined ? { key } : { key, object };
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
