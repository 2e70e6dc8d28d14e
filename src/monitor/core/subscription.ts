import { type LogTarget, targetKey } from './logs/state.ts';
import type { State } from './state.ts';
import { type TreeTarget, treeKey } from './tree/state.ts';

/** Something that goes on outside and keeps sending messages until it is no longer wanted. */
export type Subscription =
  | { readonly kind: 'tick'; readonly key: 'tick' }
  /** Executions and suspensions of a namespace; of all, when it is undefined. */
  | { readonly kind: 'namespace'; readonly key: string; readonly namespace: string | undefined }
  | { readonly kind: 'tree'; readonly key: string; readonly target: TreeTarget }
  | { readonly kind: 'logs'; readonly key: string; readonly target: LogTarget };

/** What the state wants to hear of; the loop starts and stops the difference by key. */
export function wanted(state: State): readonly Subscription[] {
  if (state.fatal !== undefined) return [];
  const { namespaces } = state.session;
  const watched = namespaces.length > 0 ? namespaces : [undefined];
  const { target } = state.tree;
  const logs = state.logs.target;
  return [
    { kind: 'tick', key: 'tick' },
    ...watched.map((namespace): Subscription => {
      return { kind: 'namespace', key: `namespace:${namespace ?? '*'}`, namespace };
    }),
    ...(target ? [{ kind: 'tree', key: `tree:${treeKey(target)}`, target } as const] : []),
    ...(logs ? [{ kind: 'logs', key: `logs:${targetKey(logs)}`, target: logs } as const] : []),
  ];
}
