import { finishedAt } from '../../../api/attempts.ts';
import type { Execution } from '../../../api/execution.ts';
import { formatInstant, parseInstant } from '../../../api/instant.ts';
import type { KubeObject } from '../../../api/metadata.ts';
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
 * ends its own waits, and the children for which it would have waited, unless a user retried them
 * later. One that failed ends its waits alone, since a retry by a user may keep the children.
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

interface Above {
  readonly phase: string;
  /** When it ended; in milliseconds since 1970, undefined where it is open or does not say. */
  readonly endedAt?: number | undefined;
}

/** The executions above a child, the nearest first. A deleted one ends the chain. */
function chainOf(child: Child, owners: Owners): readonly Above[] {
  const chain: Above[] = [];
  let owner = owningExecution(child.object);
  while (owner !== undefined && chain.length < MAX_DEPTH) {
    const execution = owners.find(owner.uid);
    if (execution === undefined)
      return owners.isGone(owner.uid) ? [...chain, { phase: 'Deleted' }] : chain;
    const isDeleted = execution.metadata.deletionTimestamp !== undefined;
    const phase = isDeleted ? 'Deleted' : phaseOf(execution);
    chain.push({ phase, endedAt: finishedAt(execution) });
    owner = owningExecution(execution);
  }
  return chain;
}

const STOPPED: ReadonlySet<string> = new Set(['Canceled', 'Skipped', 'Deleted']);

function mustEnd({ kind, object }: Child, chain: readonly Above[]): boolean {
  if (chain.some(({ phase }) => STOPPED.has(phase))) return true;
  const [parent] = chain;
  if (parent?.phase === 'Failed') return kind === 'Suspension';
  if (parent?.phase !== 'Completed') return false;
  const isSpawned = object.metadata.annotations?.[SPAWNED_ANNOTATION] === 'true';
  return !isSpawned && !(kind === 'Execution' && wasRetriedAfter(object, parent.endedAt));
}

/** Whether a user retried an execution when its parent had ended (contract: it is allowed). */
function wasRetriedAfter(execution: Execution | KubeObject, endedAt = 0): boolean {
  const status = 'status' in execution ? execution.status : undefined;
  const retried = parseInstant(status?.retriedAt);
  return retried !== undefined && retried >= endedAt;
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
