import { type LogTarget, targetKey } from './logs/state.ts';
import type { State } from './state.ts';
import { type TreeTarget, treeKey } from './tree/state.ts';

/** Something that goes on outside and keeps sending messages until it is no longer wanted. */
export type Subscription =
  | { readonly kind: 'tick'; readonly key: 'tick' }
  /** Executions and suspensions of a namespace; of all, when it is undefined. */
  | { readonly kind: 'namespace'; readonly key: string; readonly namespace: string | undefined }
  | { readonly kind: 'workers'; readonly key: string; readonly namespace: string }
  | { readonly kind: 'tree'; readonly key: string; readonly target: TreeTarget }
  | { readonly kind: 'logs'; readonly key: string; readonly target: LogTarget };

/** What the state wants to hear of; the loop starts and stops the difference by key. */
export function wanted(state: State): readonly Subscription[] {
  if (!state.connected) return [{ kind: 'tick', key: 'tick' }];
  const { namespaces } = state.session;
  const watched = namespaces.length > 0 ? namespaces : [undefined];
  const { target } = state.tree;
  const logs = state.logs.target;
  return [
    { kind: 'tick', key: 'tick' },
    ...watched.map((namespace): Subscription => {
      return { kind: 'namespace', key: `namespace:${namespace ?? '*'}`, namespace };
    }),
    ...(target ? ofTarget(target) : []),
    ...(logs ? [{ kind: 'logs', key: `logs:${targetKey(logs)}`, target: logs } as const] : []),
  ];
}

/** The tree of the selected execution, and the workers that could run it. */
function ofTarget(target: TreeTarget): readonly Subscription[] {
  const { namespace } = target;
  return [
    { kind: 'tree', key: `tree:${treeKey(target)}`, target },
    { kind: 'workers', key: `workers:${namespace}`, namespace },
  ];
}
