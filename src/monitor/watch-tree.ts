import type { TreeWatcher } from '../client/trees/tree-watcher.ts';
import { type TreeTarget, treeKey } from './core/tree/state.ts';
import { errorText } from './error-text.ts';
import type { Send } from './run.ts';

/** What trees are watched with. */
export interface TreeSource {
  watchTreeNamespaced(
    namespace: string,
    name: string,
    options: { readonly signal: AbortSignal },
  ): Promise<Pick<TreeWatcher, 'onUpdate' | 'onError'>>;
}

/** Watches a tree. It uses the watches that the list has open: moving the cursor asks for nothing. */
export function watchTree(client: TreeSource, target: TreeTarget, send: Send): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const key = treeKey(target);
  const tellFailure = (error: unknown) => {
    if (!signal.aborted) send({ kind: 'treeFailed', key, message: errorText(error) });
  };
  client.watchTreeNamespaced(target.namespace, target.name, { signal }).then((watcher) => {
    // The signal has stopped it; an archived tree would be told all the same.
    if (signal.aborted) return;
    watcher.onUpdate((tree) => send({ kind: 'treeUpdated', tree }));
    watcher.onError(tellFailure);
  }, tellFailure);
  return () => ended.abort();
}
