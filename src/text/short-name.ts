import type { KubeObject } from '../api/metadata.ts';
import { owningExecution } from '../api/ownership.ts';

/**
 * A child's name without its parent's, which it begins with (contract: Labels and ownership): beside
 * the parent `approve-prod` says as much as `deploy-cluster-7f3-approve-prod`.
 */
export function shortName(object: KubeObject): string {
  const { name } = object.metadata;
  const parent = owningExecution(object)?.name;
  return parent !== undefined && name.startsWith(`${parent}-`)
    ? name.slice(parent.length + 1)
    : name;
}
