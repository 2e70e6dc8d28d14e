import type { Execution } from '../../api/execution.ts';
import { PARENT_LABEL } from '../../api/labels.ts';
import { owningExecution } from '../../api/ownership.ts';
import { isTerminal, type Phase, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS, SUSPENSIONS } from '../../api/resources.ts';
import { type Suspension, suspensionPhase } from '../../api/suspension.ts';
import { assertSame } from '../assert-same.ts';
import { AlreadyTerminalError, errorObject, KontinueError, NotFoundError } from '../errors.ts';
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
 * Completes a suspension (seed: ResumeSuspension). Its execution must not have ended: an approval
 * would be given to what waits for it no more.
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
 * ResumeExecution), one after the other, and gives those it completed. The execution must not have
 * ended. A suspension that another user completed meanwhile, or whose own execution has ended, is left
 * as it is.
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
    throw new AlreadyTerminalError(terminalMessages.terminalError(what, phase, 'resumed'), {
      object,
      phase,
    });
  }
  const { expected, ...each } = options;
  assertExpected(object, expected, observeExecution(current));
  assertOpen(current, 'resumed');
  assertVisible(tree, [SUSPENSIONS]);
  const resumed: Suspension[] = [];
  // There may be hundreds: what a person does meanwhile is not to wait for them.
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
  throw ended(
    suspension,
    phase,
    terminalMessages.terminalError(suspensionText(suspension), phase, 'resumed'),
  );
}

function ended(
  { metadata }: Suspension,
  phase: Phase | undefined,
  message: string,
): AlreadyTerminalError {
  return new AlreadyTerminalError(message, { object: errorObject('Suspension', metadata), phase });
}

/** Fails if the execution that made a suspension has ended or is gone. One without owner may pass. */
async function assertAwaited(scope: Scope, suspension: Suspension): Promise<void> {
  const { labels, namespace = scope.namespace } = suspension.metadata;
  const reference = owningExecution(suspension);
  const name = reference?.name ?? labels?.[PARENT_LABEL];
  if (name === undefined) return;
  const owner = objectText('Execution', namespace, name);
  const asked = { resource: EXECUTIONS, namespace, name };
  const execution = await getObject<Execution>(scope, asked).catch(undefinedIfMissing);
  // A label alone may be cut, or be of another kontinue: then nothing is known of the owner.
  if (!execution && !reference) return;
  if (!execution || (reference && execution.metadata.uid !== reference.uid)) {
    throw ended(
      suspension,
      undefined,
      terminalMessages.ownerGone(suspensionText(suspension), owner),
    );
  }
  const phase = phaseOf(execution);
  if (!isTerminal(phase)) return;
  throw ended(
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
