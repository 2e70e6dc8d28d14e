import type { Execution } from '../../../api/execution.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';

/** What the queue of a lock is made of. */
export interface QueueView {
  /** The executions that want the lock, ended ones too, in any order. */
  readonly wanting: readonly Execution[];
  /** The uids of those that have it. */
  readonly having: ReadonlySet<string>;
  /** Whether a live worker serves the group of an execution: one that is down blocks no other. */
  readonly isServed: (execution: Execution) => boolean;
}

/** Who may try to take a lock, the first first: by creation time, then by name. */
export function lockQueue({ wanting, having, isServed }: QueueView): readonly Execution[] {
  return wanting
    .filter((execution) => !isTerminal(phaseOf(execution)))
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter(({ metadata }) => !having.has(metadata.uid ?? ''))
    .filter(isServed)
    .sort(compareAge);
}

function compareAge({ metadata: one }: Execution, { metadata: other }: Execution): number {
  const times = compare(one.creationTimestamp ?? '', other.creationTimestamp ?? '');
  return times === 0 ? compare(one.name, other.name) : times;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** What an execution that waits for a lock says: `lock` as in `mutex deploy-prod`. */
export function explainWaiting(
  lock: string,
  execution: Execution,
  holder: string | undefined,
  queue: readonly Execution[],
): string {
  const before = queue.findIndex(({ metadata }) => metadata.uid === execution.metadata.uid);
  const parts = [
    ...(holder === undefined ? [] : [`${holder} has it`]),
    ...(before > 0 ? [`${before} before this one`] : []),
  ];
  return `waiting for ${lock}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
}

/**
 * Why an execution can never get a lock: all that have it are above it and wait for it. Undefined
 * where it can. `ancestors`: the executions above it, by uid.
 */
export function explainSelfWait(
  lock: string,
  holders: readonly Execution[],
  ancestors: ReadonlySet<string>,
): string | undefined {
  const [holder] = holders;
  if (holder === undefined) return undefined;
  if (!holders.every(({ metadata }) => ancestors.has(metadata.uid ?? ''))) return undefined;
  const { name } = holder.metadata;
  return `waits for ${lock}, which its ancestor ${name} holds: it would wait for ever`;
}
