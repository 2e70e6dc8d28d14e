import type { Execution } from '../api/execution.ts';
import type { Job } from '../api/job.ts';
import { fittedName, ROOT_LABEL, WORKER_GROUP_LABEL } from '../api/labels.ts';
import type { KubeObject } from '../api/metadata.ts';
import { rootLabel } from '../api/ownership.ts';
import { EXECUTIONS, JOBS, type Resource, SUSPENSIONS } from '../api/resources.ts';
import type { Suspension } from '../api/suspension.ts';
import type { TreeObjects } from '../api/tree.ts';
import { isOutOfSight } from './errors.ts';
import { anyObject, listObjects } from './objects.ts';
import type { Scope } from './scope.ts';

/**
 * All that may belong under an execution, found by its root's label. Only where nothing in the
 * namespace has such a label, the cluster's kontinue is another one and everything is read
 * (contract: Tolerance). Kinds that are not served, or may not be listed, are left out.
 */
export async function readDescendants(scope: Scope, start: Execution): Promise<TreeObjects> {
  const namespace = start.metadata.namespace ?? scope.namespace;
  const label = rootLabel(start) ?? fittedName(start.metadata.name);
  const read = async (of: string | undefined) => {
    const list = <T extends KubeObject>(resource: Resource, labelSelector: string | undefined) =>
      listObjects<T>(scope, { resource, namespace, labelSelector }).catch(noneIfHidden);
    const [executions, suspensions, jobs] = await Promise.all([
      listObjects<Execution>(scope, { resource: EXECUTIONS, namespace, labelSelector: of }),
      list<Suspension>(SUSPENSIONS, of),
      list<Job>(JOBS, of ?? WORKER_GROUP_LABEL),
    ]);
    return { executions, suspensions, jobs };
  };
  const labelled = await read(`${ROOT_LABEL}=${label}`);
  const found = [labelled.executions, labelled.suspensions, labelled.jobs].some(
    (l) => l.length > 0,
  );
  if (found) return labelled;
  const labelsAreUsed = await anyObject(scope, {
    resource: EXECUTIONS,
    namespace,
    labelSelector: ROOT_LABEL,
  });
  return labelsAreUsed ? labelled : read(undefined);
}

function noneIfHidden(error: unknown): [] {
  if (isOutOfSight(error)) return [];
  throw error;
}
