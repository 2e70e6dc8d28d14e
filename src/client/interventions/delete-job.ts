import type { Job } from '../../api/job.ts';
import { JOBS } from '../../api/resources.ts';
import { KontinueError } from '../errors/kontinue-error.ts';
import { NotFoundError } from '../errors/object-errors.ts';
import { deleteObject, getObject } from '../objects.ts';
import type { Scope } from '../scope.ts';
import type { InterventionOptions } from './options.ts';

/**
 * Deletes exactly this Job. If the answer is lost, it looks for the Job and deletes it again if it
 * still exists: by its uid, so that it never deletes another Job with this name.
 */
export async function deleteJob(
  scope: Scope,
  job: Job,
  options: InterventionOptions,
): Promise<void> {
  try {
    await deleteObject(scope, JOBS, job, options);
  } catch (error) {
    const isLost = error instanceof KontinueError && error.outcome === 'unknown';
    if (!isLost || scope.signal?.aborted) throw error;
    if (await isThere(scope, job, error)) await deleteObject(scope, JOBS, job, options);
  }
}

/** Whether a Job exists and is not being deleted. Fails with `doubt` if that cannot be read. */
async function isThere(scope: Scope, { metadata }: Job, doubt: KontinueError): Promise<boolean> {
  const { namespace = scope.namespace, name, uid } = metadata;
  try {
    const found = await getObject<Job>(scope, { resource: JOBS, namespace, name });
    return found.metadata.uid === uid && found.metadata.deletionTimestamp === undefined;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw doubt;
  }
}
