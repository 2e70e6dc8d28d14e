import { parseInstant } from '../../api/instant.ts';
import { JOB_NAME_LABEL, OLD_JOB_NAME_LABEL, type Pod } from '../../api/pod.ts';
import { PODS } from '../../api/resources.ts';
import { listObjects } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** Names the container that users mean (kubectl). */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** The pods of a job, oldest first (contract: batch/v1 Job). */
export async function podsOf(
  scope: Scope,
  namespace: string,
  job: string,
): Promise<readonly Pod[]> {
  for (const label of [JOB_NAME_LABEL, OLD_JOB_NAME_LABEL]) {
    const labelSelector = `${label}=${job}`;
    const pods = await listObjects<Pod>(scope, { resource: PODS, namespace, labelSelector });
    if (pods.length > 0) return pods.toSorted(byAge);
  }
  return [];
}

/**
 * The container whose log is read if the caller names none; undefined leaves the choice to the
 * server.
 */
export function mainContainer({ metadata, spec }: Pod): string | undefined {
  return metadata.annotations?.[DEFAULT_CONTAINER] ?? spec?.containers?.[0]?.name;
}

function byAge(a: Pod, b: Pod): number {
  return createdAt(a) - createdAt(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}

function createdAt({ metadata }: Pod): number {
  return parseInstant(metadata.creationTimestamp) ?? 0;
}
