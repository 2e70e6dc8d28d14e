import type { KubeObject } from '../api/metadata.ts';
import type { Client } from '../client/client.ts';
import type { Informer } from '../client/watch/informers.ts';
import type { Send } from './run.ts';

/**
 * Asks whether the namespace exists when its first list is empty: a list of what does not exist is empty
 * and no error. No user waits for the answer.
 */
export function lookForNamespace<T extends KubeObject>(
  client: Client,
  namespace: string | undefined,
  { reflector, store }: Informer<T>,
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
