import type { Job } from '../../api/job.ts';
import { JOBS } from '../../api/resources.ts';
import { getObject } from '../objects.ts';
import type { Scope } from '../scope.ts';

/** A Job by name (seed: GetJobNamespaced). */
export function getJob(scope: Scope, namespace: string, name: string): Promise<Job> {
  return getObject(scope, { resource: JOBS, namespace, name });
}
