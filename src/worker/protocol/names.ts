/** On a child: the attempt of its parent that made it, from 1 (ours). */
export const ATTEMPT_ANNOTATION = 'kontinue.cloud/attempt';
/** On the Lease of a lock: the worker that is or may be inside (ours). */
export const WORKER_ANNOTATION = 'kontinue.cloud/worker';
/** `"true"` on a child that its parent did not mean to wait for: it goes on when the parent completes (ours). */
export const SPAWNED_ANNOTATION = 'kontinue.cloud/spawned';
