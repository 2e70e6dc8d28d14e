import type { Execution } from '../../../api/execution.ts';
import { formatInstant } from '../../../api/instant.ts';
import { owningExecution } from '../../../api/ownership.ts';
import { isTerminal, phaseOf } from '../../../api/phase.ts';
import { type Child, type Children, listChildren } from '../children.ts';
import { SPAWNED_ANNOTATION } from '../names.ts';
import { deleteSeen, patchSeen, setStatus, type Write } from '../write.ts';
import { endStatus } from './end-status.ts';

/** What a worker knows of the executions that own others. */
export interface Owners {
  /** An execution by its uid; undefined where it is not known. */
  readonly find: (uid: string) => Execution | undefined;
  /** Whether no execution has this uid any more, by a fresh read: a cache may be late. */
  readonly isGone: (uid: string) => boolean;
}

const MAX_DEPTH = 1_000;

/**
 * The writes that end what still runs below executions that ended, from the top down; each is found
 * again from the objects until nothing is open. `children`: open and ended objects of any tree.
 *
 * Below one that was canceled, skipped or deleted everything ends, however deep. One that completed
 * ends its own waits, and the children for which it would have waited. One that failed ends its waits
 * alone, since a retry by a user may keep the children.
 */
export function decideCascade(children: Children, owners: Owners, now: number): readonly Write[] {
  return listChildren(children)
    .filter(({ phase }) => !isTerminal(phase))
    .flatMap((child) => {
      const chain = chainOf(child, owners);
      return mustEnd(child, chain) ? [{ child, depth: chain.length }] : [];
    })
    .sort((one, other) => one.depth - other.depth)
    .map(({ child }) => endChild(child, now));
}

/** The phases of the executions above a child, the nearest first. A deleted one ends the chain. */
function chainOf(child: Child, owners: Owners): readonly string[] {
  const chain: string[] = [];
  let owner = owningExecution(child.object);
  while (owner !== undefined && chain.length < MAX_DEPTH) {
    const execution = owners.find(owner.uid);
    if (execution === undefined) return owners.isGone(owner.uid) ? [...chain, 'Deleted'] : chain;
    const isDeleted = execution.metadata.deletionTimestamp !== undefined;
    chain.push(isDeleted ? 'Deleted' : phaseOf(execution));
    owner = owningExecution(execution);
  }
  return chain;
}

function mustEnd({ kind, object }: Child, chain: readonly string[]): boolean {
  if (chain.some((phase) => phase === 'Canceled' || phase === 'Skipped' || phase === 'Deleted'))
    return true;
  const [parent] = chain;
  if (parent === 'Completed') return object.metadata.annotations?.[SPAWNED_ANNOTATION] !== 'true';
  return parent === 'Failed' && kind === 'Suspension';
}

/** The write that ends an open child: a Job is stopped by deleting it. */
function endChild({ kind, object }: Child, now: number): Write {
  switch (kind) {
    case 'Execution':
      return patchSeen(kind, object, endStatus(object as Execution, 'Canceled', MESSAGE, now));
    case 'Suspension':
      return patchSeen(kind, object, [
        setStatus('phase', 'Canceled'),
        setStatus('finishedAt', formatInstant(now)),
      ]);
    default:
      return deleteSeen(kind, object);
  }
}

const MESSAGE = 'Canceled: the execution above it has ended';
