import type { Execution, ExecutionSpec, Json } from '../../api/execution.ts';
import { PARENT_LABEL, ROOT_LABEL, truncateName, WORKER_GROUP_LABEL } from '../../api/labels.ts';
import type { KubeObject, ObjectMeta } from '../../api/metadata.ts';
import { owningExecution, rootLabel } from '../../api/ownership.ts';
import { API_VERSION } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { Journal } from './journal/journal.ts';
import type { Operation } from './journal/operation.ts';
import { attemptOfChild } from './licence.ts';
import { ATTEMPT_ANNOTATION, KEY_ANNOTATION, SPAWNED_ANNOTATION } from './names.ts';
import type { Create } from './write.ts';

const MAX_NAME = 253;

/** The name of the child that an execution asks for under `key` (contract: Labels and ownership). */
export function childName(execution: string, key: string): string {
  return truncateName(`${execution}-${key}`, MAX_NAME);
}

/** The attempt whose object stands for `operation`: an earlier one where a retry kept it. */
function attemptOf(journal: Journal, operation: Operation): number {
  return operation.attempt ?? journal.attempt;
}

/** What an object made for an operation has in common, whatever its kind. */
function ownedMetadata(
  parent: Execution,
  journal: Journal,
  operation: Operation,
  name: string,
): ObjectMeta {
  const { namespace, uid = '' } = parent.metadata;
  const group = parent.metadata.labels?.[WORKER_GROUP_LABEL];
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: {
      ...(group !== undefined && operation.kind !== 'execution' && { [WORKER_GROUP_LABEL]: group }),
      [ROOT_LABEL]: rootLabel(parent) ?? truncateName(parent.metadata.name),
      [PARENT_LABEL]: truncateName(parent.metadata.name),
    },
    annotations: {
      [ATTEMPT_ANNOTATION]: `${attemptOf(journal, operation)}`,
      // A name that was cut does not show the key.
      ...(name !== `${parent.metadata.name}-${operation.key}` && {
        [KEY_ANNOTATION]: operation.key,
      }),
    },
    ownerReferences: [
      {
        apiVersion: parent.apiVersion ?? API_VERSION,
        kind: 'Execution',
        name: parent.metadata.name,
        uid,
        controller: true,
        blockOwnerDeletion: false,
      },
    ],
  };
}

/**
 * The POST that makes the child of `operation`; it comes after the write of its ask. `isSpawned`:
 * whether it goes on when its parent completes. Its worker group is that of its function.
 */
export function makeChild(
  parent: Execution,
  journal: Journal,
  operation: Operation,
  spec: ExecutionSpec,
  isSpawned = false,
): Create {
  const name = childName(parent.metadata.name, operation.key);
  const metadata = ownedMetadata(parent, journal, operation, name);
  const spawned = isSpawned ? { [SPAWNED_ANNOTATION]: 'true' } : {};
  const object: Execution = {
    apiVersion: parent.apiVersion ?? API_VERSION,
    kind: 'Execution',
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...spawned } },
    spec,
  };
  return { verb: 'create', kind: 'Execution', object };
}

/** The POST that makes the wait of `operation`: a sleep has `resumeAt`, which the journal fixed. */
export function makeWait(
  parent: Execution,
  journal: Journal,
  operation: Operation,
  spec: NonNullable<Suspension['spec']>,
): Create {
  const name = childName(parent.metadata.name, operation.key);
  const resumeAt = operation.kind === 'sleep' ? { resumeAt: operation.until } : {};
  const object: Suspension = {
    apiVersion: parent.apiVersion ?? API_VERSION,
    kind: 'Suspension',
    metadata: ownedMetadata(parent, journal, operation, name),
    spec: { ...spec, ...resumeAt },
  };
  return { verb: 'create', kind: 'Suspension', object };
}

/**
 * The POST that makes the Job of `operation`. Its pod is tried once, since the execution retries; and
 * it stays until the execution goes, since its outcome is read from it.
 */
export function makeJob(
  parent: Execution,
  journal: Journal,
  operation: Operation,
  spec: Readonly<Record<string, Json>>,
): Create {
  const name = truncateName(`${parent.metadata.name}-${operation.key}`);
  const { ttlSecondsAfterFinished: _, ...kept } = spec;
  const object = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: ownedMetadata(parent, journal, operation, name),
    spec: { ...kept, backoffLimit: 0 },
  };
  return { verb: 'create', kind: 'Job', object };
}

/**
 * What an object means that stands under a child's name: `taken` (made by a predecessor, or by a
 * POST whose answer was lost), `stale` (delete it by its uid and POST again), `superseded` (a later
 * attempt made it: this worker lost the execution), or `foreign` (never adopted).
 */
export type Existing = 'taken' | 'stale' | 'superseded' | 'foreign';

/** Judges an AlreadyExists. `isOwnerGone`: whether its owner is known not to exist any more. */
export function judgeExisting(
  existing: KubeObject,
  parent: Execution,
  journal: Journal,
  operation: Operation,
  isOwnerGone: boolean,
): Existing {
  const owner = owningExecution(existing);
  if (owner?.uid !== parent.metadata.uid)
    return owner !== undefined && isOwnerGone ? 'stale' : 'foreign';
  if (journal.gone.includes(existing.metadata.uid ?? '')) return 'stale';
  const attempt = attemptOfChild(existing) ?? 1;
  const asked = attemptOf(journal, operation);
  if (attempt === asked) return 'taken';
  return attempt < asked ? 'stale' : 'superseded';
}
