import type { KubeObject } from '../../api/metadata.ts';
import type { PatchOperation } from './journal/patch.ts';

/** The kinds that workers write. */
export type WrittenKind =
  | 'Execution'
  | 'Suspension'
  | 'ScheduledExecution'
  | 'ArchivedExecution'
  | 'Job'
  | 'Pod'
  | 'Lease';

/** What stands in the way of a create: the object. */
export interface Create {
  readonly verb: 'create';
  readonly kind: WrittenKind;
  readonly object: KubeObject;
}

/**
 * A JSON patch of `status`. It begins with `replace /metadata/resourceVersion`, which a server
 * answers with 409 where the object changed; `test` would answer 422, as any other mistake does.
 */
export interface PatchStatus {
  readonly verb: 'patchStatus';
  readonly kind: WrittenKind;
  readonly name: string;
  readonly patch: readonly PatchOperation[];
}

/** A PUT of a whole object, with its version. */
export interface Update {
  readonly verb: 'update';
  readonly kind: WrittenKind;
  readonly object: KubeObject;
}

/** A DELETE with preconditions: always a uid, and a version where the content mattered. */
export interface Delete {
  readonly verb: 'delete';
  readonly kind: WrittenKind;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion?: string;
}

/** One write that a decider would make, with what it expects of the server. */
export type Write = Create | PatchStatus | Update | Delete;

/** A patch of the status of an object as it was seen: 409 where it changed since. */
export function patchSeen(
  kind: WrittenKind,
  seen: KubeObject & { readonly status?: object },
  changes: readonly PatchOperation[],
): PatchStatus {
  const { name, resourceVersion = '' } = seen.metadata;
  const version = {
    op: 'replace',
    path: '/metadata/resourceVersion',
    value: resourceVersion,
  } as const;
  const status = { op: 'add', path: '/status', value: {} } as const;
  const patch = [version, ...(seen.status === undefined ? [status] : []), ...changes];
  return { verb: 'patchStatus', kind, name, patch };
}

/** Adds or replaces a field of `status`. */
export function setStatus(field: string, value: PatchValue): PatchOperation {
  return { op: 'add', path: `/status/${field}`, value };
}
type PatchValue = Extract<PatchOperation, { readonly value: unknown }>['value'];

/** A delete of the very object that was seen; `andVersion`: only if it did not change since. */
export function deleteSeen(
  kind: WrittenKind,
  { metadata }: KubeObject,
  andVersion = false,
): Delete {
  const { name, uid = '', resourceVersion = '' } = metadata;
  return { verb: 'delete', kind, name, uid, ...(andVersion && { resourceVersion }) };
}
