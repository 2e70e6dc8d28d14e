import type { Execution } from '../../../api/execution.ts';
import type { KontinueFunction } from '../../../api/function.ts';
import type { Suspension } from '../../../api/suspension.ts';
import type { Change, Collection } from './collection.ts';

/** The kinds that are watched, wherever the monitor looks. One line for each. */
export interface WatchedKinds {
  readonly Execution: Execution;
  readonly Suspension: Suspension;
  readonly Function: KontinueFunction;
}
export type WatchedKind = keyof WatchedKinds;

export const WATCHED_KINDS: readonly WatchedKind[] = ['Execution', 'Suspension', 'Function'];

/** All objects that are known, by kind. No pane owns them: tables show some of them. */
export type Resources = { readonly [K in WatchedKind]: Collection<WatchedKinds[K]> };

export const NO_RESOURCES: Resources = { Execution: [], Suspension: [], Function: [] };

/** Changes of one kind, from the watch of one namespace. */
export type ObjectChanges = {
  readonly [K in WatchedKind]: {
    readonly of: K;
    /** The namespace that is watched; `*` for all. */
    readonly namespace: string;
    readonly changes: readonly Change<WatchedKinds[K]>[];
  };
}[WatchedKind];
