import type { Execution } from '../../api/execution.ts';
import { PARENT_LABEL } from '../../api/labels.ts';
import { owningExecution } from '../../api/ownership.ts';
import { isTerminal, type Phase, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS, SUSPENSIONS } from '../../api/resources.ts';
import { type Suspension, suspensionPhase } from '../../api/suspension.ts';
import { assertSame } from '../assert-same.ts';
import { errorObject, KontinueError } from '../errors/kontinue-error.ts';
import { AlreadyTerminalError, NotFoundError } from '../errors/object-errors.ts';
import { objectText, terminalMessages, writeMessages } from '../messages.ts';
import { getObject } from '../objects.ts';
import { withApplied } from '../outcome.ts';
import { assertVisible } from '../refusal.ts';
import type { Scope } from '../scope.ts';
import { getTree } from '../trees/get-tree.ts';
import { assertOpen, instantNow, observeExecution } from './ending.ts';
import { assertExpected } from './expected.ts';
import { guardedWrite } from './guarded-write.ts';
import { openSuspensions } from './open-suspensions.ts';
import type { InterventionOptions, ResumeOptions } from './options.ts';
import { isClosedBy } from './recognize.ts';

/**
 * Completes a suspension (seed: ResumeSuspension). Fails if its execution has ended, which no
 * longer waits for it.
 */
export function resumeSuspension(
  scope: Scope,
  suspension: Suspension,
  options: InterventionOptions,
): Promise<Suspension> {
  return guardedWrite(scope, {
    resource: SUSPENSIONS,
    object: suspension,
    options,
    verb: 'resumed',
    observe: (current) => ({ phase: suspensionPhase(current) }),
    changes: async (current) => {
      assertSuspended(current);
      await assertAwaited(scope, current);
      const fields = { phase: 'Completed', finishedAt: instantNow(scope) };
      return [{ part: 'status', fields, essential: ['phase'], isMade: isClosedBy(fields) }];
    },
  });
}

/**
 * Completes the open suspensions among an execution's children, or among all its descendants (seed:
 * ResumeExecution), one after the other, and returns those that it completed. Fails if the
 * execution has ended. It skips a suspension that another client completed meanwhile, or whose own
 * execution has ended.
 */
export async function resumeExecution(
  scope: Scope,
  execution: Execution,
  options: ResumeOptions,
): Promise<Suspension[]> {
  const { name, uid } = execution.metadata;
  const namespace = execution.metadata.namespace ?? scope.namespace;
  const object = errorObject('Execution', { namespace, name });
  const tree = await getTree(scope, namespace, name);
  const current = tree.root().execution();
  assertSame('Execution', current, uid);
  if (tree.isArchived()) {
    const { phase } = tree.root();
    const what = objectText('Execution', namespace, name);
    throw new AlreadyTerminalError(terminalMessages.ended(what, phase, 'resumed'), {
      object,
      phase,
    });
  }
  const { expected, ...each } = options;
  assertExpected(object, expected, observeExecution(current));
  assertOpen(current, 'resumed');
  assertVisible(tree, [SUSPENSIONS]);
  const resumed: Suspension[] = [];
  // There may be hundreds: they must not delay other requests of the user.
  const bulk: Scope = { ...scope, priority: 'bulk' };
  for (const suspension of openSuspensions(tree.root(), options)) {
    try {
      resumed.push(await resumeSuspension(bulk, suspension, each));
    } catch (error) {
      if (isSettled(error)) continue;
      if (!(error instanceof KontinueError) || options.dryRun) throw error;
      throw withApplied(
        error,
        resumed.map(suspensionText),
        writeMessages.resumedBefore(resumed.length),
      );
    }
  }
  return resumed;
}

function isSettled(error: unknown): boolean {
  return error instanceof AlreadyTerminalError || error instanceof NotFoundError;
}

function assertSuspended(suspension: Suspension): void {
  const phase = suspensionPhase(suspension);
  if (phase === 'Suspended') return;
  throw terminalError(
    suspension,
    phase,
    terminalMessages.ended(suspensionText(suspension), phase, 'resumed'),
  );
}

function terminalError(
  { metadata }: Suspension,
  phase: Phase | undefined,
  message: string,
): AlreadyTerminalError {
  return new AlreadyTerminalError(message, { object: errorObject('Suspension', metadata), phase });
}

/**
 * Fails if the execution of a suspension has ended or no longer exists. A suspension without an
 * owner passes.
 */
async function assertAwaited(scope: Scope, suspension: Suspension): Promise<void> {
  const { labels, namespace = scope.namespace } = suspension.metadata;
  const reference = owningExecution(suspension);
  const name = reference?.name ?? labels?.[PARENT_LABEL];
  if (name === undefined) return;
  const owner = objectText('Execution', namespace, name);
  const asked = { resource: EXECUTIONS, namespace, name };
  const execution = await getObject<Execution>(scope, asked).catch(undefinedIfMissing);
  // A label may be truncated or come from another kontinue: it tells nothing certain about the
  // owner.
  if (!execution && !reference) return;
  if (!execution || (reference && execution.metadata.uid !== reference.uid)) {
    throw terminalError(
      suspension,
      undefined,
      terminalMessages.ownerGone(suspensionText(suspension), owner),
    );
  }
  const phase = phaseOf(execution);
  if (!isTerminal(phase)) return;
  throw terminalError(
    suspension,
    phase,
    terminalMessages.ownerEnded(suspensionText(suspension), owner, phase),
  );
}

function undefinedIfMissing(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error;
}

function suspensionText({ metadata }: Suspension): string {
  return objectText('Suspension', metadata.namespace, metadata.name);
}
