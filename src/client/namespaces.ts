import { NotFoundError } from './errors/object-errors.ts';
import { isInaccessible } from './errors/recognize.ts';
import { getObject } from './objects.ts';
import type { Scope } from './scope.ts';

const NAMESPACES = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces' } as const;

/** Whether the namespace exists; undefined if the user may not know. */
export async function namespaceExists(scope: Scope, name: string): Promise<boolean | undefined> {
  try {
    await getObject(scope, { resource: NAMESPACES, namespace: '', name });
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    if (isInaccessible(error)) return undefined;
    throw error;
  }
}
