import { SUSPENSIONS } from '../../api/resources.ts';
import type { Suspension } from '../../api/suspension.ts';
import { getObject } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** A suspension by name (seed: GetSuspensionNamespaced). */
export function getSuspension(scope: Scope, namespace: string, name: string): Promise<Suspension> {
  return getObject(scope, { resource: SUSPENSIONS, namespace, name });
}
