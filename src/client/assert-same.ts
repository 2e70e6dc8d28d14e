import type { KubeObject, ObjectMeta } from '../api/metadata.ts';
import { ConflictError, errorObject } from './errors.ts';
import { conflictMessages, objectText } from './messages.ts';

/** Fails if an object is not the one of `uid`, and has only its name. Without a uid every object passes. */
export function assertSame(kind: string, { metadata }: KubeObject, uid: string | undefined): void {
  if (uid !== undefined && metadata.uid !== uid) throw recreatedError(kind, metadata);
}

/** That another object has the name of the one that is meant. */
export function recreatedError(
  kind: string,
  metadata: Pick<ObjectMeta, 'namespace' | 'name'>,
): ConflictError {
  const { namespace, name } = metadata;
  return new ConflictError(conflictMessages.recreated(objectText(kind, namespace, name)), {
    object: errorObject(kind, metadata),
  });
}
