import type { Execution, ExecutionSpec } from '../../api/execution.ts';
import { PARENT_LABEL, ROOT_LABEL, truncateName } from '../../api/labels.ts';
import type { KubeObject, ObjectMeta } from '../../api/metadata.ts';
import { owningExecution, rootLabel } from '../../api/ownership.ts';
import type { Suspension } from '../../api/suspension.ts';
import type { Journal } from './journal/journal.ts';
import type { Operation } from './journal/operation.ts';
import { attemptOfChild } from './licence.ts';
import { ATTEMPT_ANNOTATION, SPAWNED_ANNOTATION } from './names.ts';
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

/** The POST that makes the child of `operation`; it comes after the write of its ask. */
export function makeChild(
  parent: Execution,
  journal: Journal,
  operation: Operation,
  spec: ExecutionSpec,
  isSpawned: boolean = false,
): Create {
  const spawned = isSpawned ? { [SPAWNED_ANNOTATION]: 'true' } : {};
  const object: Execution = {
    apiVersion: versionOf(parent),
    kind: 'Execution',
    metadata: metadataOf(parent, journal, operation, spawned),
    spec,
  };
  return { verb: 'create', kind: 'Execution', object };
}

/** The POST that makes the Suspension of a sleep or of a wait for a user; it comes after the write of its ask. */
export function makeWait(
  parent: Execution,
  journal: Journal,
  operation: Operation,
  spec: NonNullable<Suspension['spec']>,
): Create {
  const object: Suspension = {
    apiVersion: versionOf(parent),
    kind: 'Suspension',
    metadata: metadataOf(parent, journal, operation, {}),
    spec,
  };
  return { verb: 'create', kind: 'Suspension', object };
}

function versionOf({ apiVersion = 'kontinue.cloud/v1alpha1' }: Execution): string {
  return apiVersion;
}

function metadataOf(
  parent: Execution,
  journal: Journal,
  operation: Operation,
  annotations: Readonly<Record<string, string>>,
): ObjectMeta {
  const { name, namespace, uid = '' } = parent.metadata;
  return {
    name: childName(name, operation.key),
    ...(namespace !== undefined && { namespace }),
    labels: {
      [ROOT_LABEL]: rootLabel(parent) ?? truncateName(name),
      [PARENT_LABEL]: truncateName(name),
    },
    annotations: { [ATTEMPT_ANNOTATION]: `${attemptOf(journal, operation)}`, ...annotations },
    ownerReferences: [
      {
        apiVersion: versionOf(parent),
        kind: 'Execution',
        name,
        uid,
        controller: true,
        blockOwnerDeletion: false,
      },
    ],
  };
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
