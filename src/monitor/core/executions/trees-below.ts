import type { Execution } from '../../../api/execution.ts';
import { isRoot } from '../../../api/ownership.ts';
import { type Phase, phaseOf } from '../../../api/phase.ts';
import { findGroup, type Group, type Grouping, type Groups } from '../table/groups.ts';
import { rootKey } from './root-key.ts';

/** What is known of the descendants of one root. */
export interface TreeBelow {
  readonly total: number;
  /** Those that failed, or wait to be tried again, by name. */
  readonly failing: readonly Execution[];
}

/** The descendants of all roots, by {@link rootKey}, as far as their labels name one. */
export interface TreesBelow {
  get(key: string): TreeBelow | undefined;
}

/** Phases in which something went wrong. */
export const FAILING: ReadonlySet<Phase> = new Set(['Failed', 'Backoff']);

export function isFailing(execution: Execution): boolean {
  return FAILING.has(phaseOf(execution));
}

/** Executions of one tree belong together; its failing descendants are marked. */
export const TREES: Grouping<Execution> = {
  keyOf: rootKey,
  isHead: isRoot,
  isMarked: (execution) => isFailing(execution) && !isRoot(execution),
};

/** Whether something went wrong with an execution, or below it if it is a root. */
export function isFailingTree(execution: Execution, tree: Group<Execution> | undefined): boolean {
  if (isFailing(execution)) return true;
  return isRoot(execution) && (tree?.marked.length ?? 0) > 0;
}

/** Looks the descendants of roots up in the groups of {@link TREES}. */
export function treesBelow(groups: Groups<Execution>): TreesBelow {
  return {
    get(key) {
      const group = findGroup(groups, key);
      const total = group === undefined ? 0 : group.rows.length - group.heads.length;
      return group === undefined || total === 0 ? undefined : { total, failing: group.marked };
    },
  };
}
