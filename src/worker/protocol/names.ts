/** On a child: the attempt of its parent that made it, from 1 (ours). */
export const ATTEMPT_ANNOTATION = 'kontinue.cloud/attempt';
/** On the Lease of a lock: the worker that is or may be inside (ours). */
export const WORKER_ANNOTATION = 'kontinue.cloud/worker';
/** `"true"` on a child that its parent did not mean to wait for: it goes on when the parent completes (ours). */
export const SPAWNED_ANNOTATION = 'kontinue.cloud/spawned';
/** On an execution of a schedule: the due time for which it was made, in minutes since 1970 (ours). */
export const DUE_ANNOTATION = 'kontinue.cloud/due';
/** On an archive: the version of the root that it holds (ours). */
export const ARCHIVED_VERSION_ANNOTATION = 'kontinue.cloud/archived-version';
/** On a child whose name was cut: its key in the journal of its parent (ours). */
export const KEY_ANNOTATION = 'kontinue.cloud/key';

/** The name of a worker's Lease: that of the worker, made fit for an object where it is not (contract). */
export function leaseName(worker: string): string {
  return (
    worker
      .toLowerCase()
      .replace(/[^a-z0-9.-]/g, '-')
      .replace(/^[.-]+|[.-]+$/g, '') || 'worker'
  );
}
