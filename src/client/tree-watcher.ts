import type { ExecutionTree } from '../api/tree.ts';
import type { KontinueError } from './errors.ts';

/**
 * Follows one execution's tree (seed: TreeWatcher).
 *
 * What it promises:
 * - Every update is a whole tree, the newest there is. A burst of changes makes one update, and who
 *   reads slowly misses those in between, never the last.
 * - Subtrees that did not change are the same objects as in the update before.
 * - Trees are complete: none is given before executions, suspensions and jobs have been listed once
 *   (kinds that this user may not see, or that the cluster does not serve, are left out and told
 *   as errors).
 * - Objects are slimmed: `status.state` and `status.result` are left out. `get` has them.
 * - It follows the name. When the execution is archived, the archived tree is the next update. When
 *   it is deleted, a NotFoundError is told and the last tree stands; when it is made again under
 *   its name, the next update is the new one's tree, with another uid.
 * - Errors never end it. A lost connection is told once, and again when the reason changes.
 * - After `stop` no listener is called, and every iterator ends.
 *
 * What it does not promise: that each state in between is seen, or that objects of one update were
 * ever stored together: each kind has a watch of its own.
 */
export interface TreeWatcher {
  /** The trees, beginning with the newest already known. Ends at `stop`. */
  updates(): AsyncIterable<ExecutionTree>;
  /** What went wrong, from now on. Ends at `stop`. */
  errors(): AsyncIterable<KontinueError>;
  /** Calls back with the newest tree already known, at once, and with every later one. */
  onUpdate(listener: (tree: ExecutionTree) => void): () => void;
  onError(listener: (error: KontinueError) => void): () => void;
  /** Frees its watches. Resolves when they are closed, if nobody else holds them. */
  stop(): Promise<void>;
}
