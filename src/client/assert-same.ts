import type { KubeObject, ObjectMeta } from '../api/metadata.ts';
import { errorObject } from './errors/kontinue-error.ts';
import { ConflictError } from './errors/object-errors.ts';
import { conflictMessages, objectText } from './messages.ts';

/** Fails if an object does not have this uid. Every object passes where `uid` is undefined. */
export function assertSame(kind: string, { metadata }: KubeObject, uid: string | undefined): void {
  if (uid !== undefined && metadata.uid !== uid) throw recreatedError(kind, metadata);
}

/** The error for an object that was deleted and created again under the same name. */
export function recreatedError(
  kind: string,
  metadata: Pick<ObjectMeta, 'namespace' | 'name'>,
): ConflictError {
  const { namespace, name } = metadata;
  return new ConflictError(conflictMessages.recreated(objectText(kind, namespace, name)), {
    object: errorObject(kind, metadata),
  });
}
