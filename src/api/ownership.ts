import { PARENT_LABEL, ROOT_LABEL } from './labels.ts';
import type { KubeObject, OwnerReference } from './metadata.ts';
import { EXECUTIONS, GROUP } from './resources.ts';

function isExecution(owner: OwnerReference): boolean {
  return owner.kind === EXECUTIONS.kind && owner.apiVersion.startsWith(`${GROUP}/`);
}

/**
 * The execution that owns an object: its controller, else any owner of kind Execution, since
 * `controller: true` may be missing (contract: Labels and ownership, Tolerance).
 */
export function owningExecution(object: KubeObject): OwnerReference | undefined {
  const owners = object.metadata.ownerReferences;
  if (owners === undefined) return undefined;
  return owners.find((o) => o.controller && isExecution(o)) ?? owners.find(isExecution);
}

/**
 * Whether an execution stands at the top of its tree: it has no owner of kind Execution and, where
 * owner references were lost, no parent label either (contract: Labels and ownership).
 */
export function isRoot(execution: KubeObject): boolean {
  return (
    owningExecution(execution) === undefined &&
    execution.metadata.labels?.[PARENT_LABEL] === undefined
  );
}

/** The label value that names the root of the tree an object is in, if it is a descendant. */
export function rootLabel(object: KubeObject): string | undefined {
  return object.metadata.labels?.[ROOT_LABEL];
}
