import type { Execution } from '../../api/execution.ts';
import type { Job } from '../../api/job.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { isTerminal } from '../../api/phase.ts';
import { EXECUTIONS, JOBS, SUSPENSIONS } from '../../api/resources.ts';
import { type Suspension, suspensionPhase } from '../../api/suspension.ts';
import type { ExecutionTree } from '../../api/tree.ts';
import type { ExecutionTreeNode } from '../../api/tree-node.ts';
import { assertSame } from '../assert-same.ts';
import { errorObject, KontinueError } from '../errors/kontinue-error.ts';
import { AlreadyTerminalError, ConflictError, NotFoundError } from '../errors/object-errors.ts';
import { objectText, terminalMessages, writeMessages } from '../messages.ts';
import { withApplied } from '../outcome.ts';
import { assertVisible } from '../refusal.ts';
import type { Scope } from '../scope.ts';
import { getTree } from '../trees/get-tree.ts';
import { cancelExecution } from './cancel.ts';
import { deleteJob } from './delete-job.ts';
import { instantNow, observeExecution } from './ending.ts';
import { assertExpected } from './expected.ts';
import { guardedWrite } from './guarded-write.ts';
import type { CancelOptions, InterventionOptions } from './options.ts';
import { isClosedBy } from './recognize.ts';

/** What a cascade stopped (contract: The cascade). */
export interface CascadeOutcome {
  /** Canceled, as they are now. */
  readonly executions: readonly Execution[];
  /** Canceled, as they are now. */
  readonly suspensions: readonly Suspension[];
  /** Deleted while they ran, as they were. */
  readonly jobs: readonly Job[];
}

/** The same, while the cascade runs. */
interface Stopped {
  readonly executions: Execution[];
  readonly suspensions: Suspension[];
  readonly jobs: Job[];
}

/** Canceling takes time, and an open execution may create more children meanwhile. */
const MAX_ROUNDS = 3;

/**
 * Stops what still runs below an execution, for when no worker does (contract: The cascade):
 * cancels open executions and suspensions from the top down, and deletes running jobs. It skips
 * objects that end meanwhile. The execution itself may have ended. Nothing runs below an archived
 * execution.
 */
export async function cancelDescendants(
  scope: Scope,
  execution: Execution,
  options: CancelOptions,
): Promise<CascadeOutcome> {
  const { expected, ...each } = options;
  // There may be thousands: they must not delay other requests of the user.
  const bulk: Scope = { ...scope, priority: 'bulk' };
  const stopped: Stopped = { executions: [], suspensions: [], jobs: [] };
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const tree = await readTree(scope, execution);
    const current = tree.root().execution();
    if (round === 1) {
      const object = errorObject('Execution', current.metadata);
      assertExpected(object, expected, observeExecution(current));
    }
    const open = tree.isArchived() ? [] : openNodes(tree.root());
    if (open.length === 0) break;
    for (const node of open) {
      try {
        await stopNode(bulk, node, each, stopped);
      } catch (error) {
        if (isSettled(error, round === MAX_ROUNDS)) continue;
        if (!(error instanceof KontinueError) || options.dryRun) throw error;
        const applied = namesOf(stopped);
        throw withApplied(error, applied, writeMessages.stoppedBefore(applied.length));
      }
    }
    if (options.dryRun) break;
  }
  return stopped;
}

async function readTree(scope: Scope, execution: Execution): Promise<ExecutionTree> {
  const { namespace = scope.namespace, name, uid } = execution.metadata;
  const tree = await getTree(scope, namespace, name);
  assertSame('Execution', tree.root().execution(), uid);
  assertVisible(tree, [SUSPENSIONS, JOBS]);
  return tree;
}

/** The names of what was stopped: `suspension payments/approve`. */
function namesOf({ executions, suspensions, jobs }: CascadeOutcome): readonly string[] {
  const names = (kind: string, objects: readonly KubeObject[]) =>
    objects.map(({ metadata }) => objectText(kind, metadata.namespace, metadata.name));
  return [
    ...names(EXECUTIONS.kind, executions),
    ...names(SUSPENSIONS.kind, suspensions),
    ...names(JOBS.kind, jobs),
  ];
}

/** The open nodes below a node, level by level. */
function openNodes(root: ExecutionTreeNode): readonly ExecutionTreeNode[] {
  const open: ExecutionTreeNode[] = [];
  let level = root.children;
  while (level.length > 0) {
    open.push(...level.filter((node) => node.kind !== 'Attempt' && !isTerminal(node.phase)));
    level = level.flatMap((node) => node.children);
  }
  return open;
}

async function stopNode(
  scope: Scope,
  node: ExecutionTreeNode,
  options: CancelOptions,
  stopped: Stopped,
): Promise<void> {
  const execution = node.execution();
  const suspension = node.suspension();
  const job = node.job();
  if (execution) stopped.executions.push(await cancelExecution(scope, execution, options));
  if (suspension) stopped.suspensions.push(await cancelSuspension(scope, suspension, options));
  if (job) {
    await deleteJob(scope, job, options);
    stopped.jobs.push(job);
  }
}

/**
 * Whether there is nothing more to do: the object has ended, or it was created again and the next
 * round stops it.
 */
function isSettled(error: unknown, isLastRound: boolean): boolean {
  const hasEnded = error instanceof AlreadyTerminalError || error instanceof NotFoundError;
  return hasEnded || (error instanceof ConflictError && !isLastRound);
}

function cancelSuspension(
  scope: Scope,
  suspension: Suspension,
  options: InterventionOptions,
): Promise<Suspension> {
  return guardedWrite(scope, {
    resource: SUSPENSIONS,
    object: suspension,
    options,
    verb: 'canceled',
    observe: () => ({}),
    changes: (current) => {
      const phase = suspensionPhase(current);
      if (phase !== 'Suspended') {
        const { namespace, name } = current.metadata;
        const what = objectText('Suspension', namespace, name);
        throw new AlreadyTerminalError(terminalMessages.ended(what, phase, 'canceled'), {
          object: errorObject('Suspension', current.metadata),
          phase,
        });
      }
      const fields = { phase: 'Canceled', finishedAt: instantNow(scope) };
      return [{ part: 'status', fields, essential: ['phase'], isMade: isClosedBy(fields) }];
    },
  });
}
