import { topLayer } from './layers/stack.ts';
import { type LogTarget, streamsOf, targetKey } from './logs/state.ts';
import { WATCHED_KINDS, type WatchedKind } from './resources/resources.ts';
import { ALL_NAMESPACES, watchKeys } from './session.ts';
import type { State } from './state.ts';
import { type TreeTarget, treeKey } from './tree/state.ts';

/** Something that goes on outside and keeps sending messages until it is no longer wanted. */
export type Subscription =
  | { readonly kind: 'tick'; readonly key: 'tick' }
  /** The engine of patterns. It sends itself once. */
  | { readonly kind: 'patterns'; readonly key: 'patterns' }
  /** The objects of a kind in a namespace; in all, when it is undefined. */
  | {
      readonly kind: 'watch';
      readonly key: string;
      readonly of: WatchedKind;
      readonly namespace: string | undefined;
    }
  | { readonly kind: 'workers'; readonly key: string; readonly namespace: string }
  | { readonly kind: 'tree'; readonly key: string; readonly target: TreeTarget }
  | {
      readonly kind: 'log';
      readonly key: string;
      /** The log that its lines belong to. */
      readonly target: string;
      readonly of: 'job' | 'pod';
      readonly namespace: string;
      readonly name: string;
    };

/** What the state wants to hear of; the loop starts and stops the difference by key. */
export function wanted(state: State): readonly Subscription[] {
  const always: readonly Subscription[] = [
    { kind: 'tick', key: 'tick' },
    ...(needsPatterns(state) ? [{ kind: 'patterns', key: 'patterns' } as const] : []),
  ];
  if (!state.connected) return always;
  const { target } = state.tree;
  const logs = state.logs.target;
  return [
    ...always,
    ...watchKeys(state.session.namespaces).flatMap(ofNamespace),
    ...(target ? ofTarget(target, state.tree.aim) : []),
    ...(logs ? ofLog(logs, state.logs.aim) : []),
  ];
}

/** Loading the engine takes as long as a frame: it waits for the first rows, or for a prompt. */
function needsPatterns(state: State): boolean {
  if (state.compile !== undefined) return false;
  return (
    topLayer(state)?.kind === 'prompt' ||
    [...state.feeds.values()].some(({ phase }) => phase === 'live')
  );
}

/** Every kind that is watched wherever the monitor looks. */
function ofNamespace(key: string): readonly Subscription[] {
  const namespace = key === ALL_NAMESPACES ? undefined : key;
  return WATCHED_KINDS.map((of) => ({ kind: 'watch', key: `watch:${of}/${key}`, of, namespace }));
}

/** The tree of the selected execution, and the workers that could run it. */
function ofTarget(target: TreeTarget, aim: number): readonly Subscription[] {
  const { namespace } = target;
  return [
    // A tree that was left and is looked at again in one go was emptied meanwhile: it is watched again.
    { kind: 'tree', key: `tree:${aim}:${treeKey(target)}`, target },
    { kind: 'workers', key: `workers:${namespace}`, namespace },
  ];
}

/** One stream each, so that a job which joins leaves those of the others alone. */
function ofLog(log: LogTarget, aim: number): readonly Subscription[] {
  const target = targetKey(log);
  const of = log.kind === 'jobs' ? 'job' : 'pod';
  const { namespace } = log;
  return streamsOf(log).map((name) => {
    return { kind: 'log', key: `log:${aim}:${target}:${name}`, target, of, namespace, name };
  });
}
