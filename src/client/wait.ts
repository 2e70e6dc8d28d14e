import type { Execution } from '../api/execution.ts';
import type { KubeObject } from '../api/metadata.ts';
import { isTerminal, phaseOf } from '../api/phase.ts';
import { EXECUTIONS } from '../api/resources.ts';
import type { ReflectorState } from '../kube/reflector.ts';
import { readArchive } from './archive.ts';
import {
  AbortedError,
  about,
  ConflictError,
  isOutOfSight,
  KontinueError,
  mayPass,
  NotFoundError,
} from './errors.ts';
import { fromKubeError } from './failure.ts';
import { findExecution } from './get.ts';
import type { Scope } from './scope.ts';
import { Wakeup } from './wakeup.ts';
import { abortedWords, closedWords, conflictWords, named } from './words.ts';

/** Where waiting makes no sense: what was asked for cannot be seen. */
const HOPELESS: ReadonlySet<ReflectorState['phase']> = new Set([
  'forbidden',
  'notServed',
  'unauthorized',
]);

/** How soon an execution that left its watch is looked for again, after an error that may pass. */
const LOOK_AGAIN_MS = 2_000;

/**
 * Waits until an execution is Completed, Failed, Canceled or Skipped (seed: WaitForExecution).
 *
 * It follows the uid: one that is archived meanwhile gives the archived execution, one that is deleted
 * a NotFoundError, another one under its name a ConflictError. Lost connections are outlasted.
 */
export async function waitForExecution(scope: Scope, execution: Execution): Promise<Execution> {
  const { name, uid } = execution.metadata;
  const namespace = execution.metadata.namespace ?? scope.namespace;
  const { signal } = scope;
  const change = new Wakeup();
  const wait = scope.core.waits.begin(namespace, execution, () => change.wake());
  try {
    for (;;) {
      const { synced, phase, lastError } = wait.state;
      if (phase === 'stopped') throw new AbortedError(closedWords);
      if (HOPELESS.has(phase) && lastError) {
        throw fromKubeError(lastError, { verb: 'watch', resource: EXECUTIONS, namespace, name });
      }
      const { seen, proof } = wait;
      const isSeen = seen !== undefined && isSame(seen, uid);
      const isEnded = isSeen && isTerminal(seen.phase);
      if (isEnded && proof) return proof;
      if (isEnded || (!isSeen && synced)) {
        const ended = await endOfLost(scope, namespace, name, uid).catch(laterIfPassing);
        if (ended === 'later') {
          await scope.core.clock.sleep(LOOK_AGAIN_MS, signal);
          continue;
        }
        if (ended) return ended;
      }
      await change.wait(signal);
    }
  } catch (error) {
    const what = `waiting for ${named('Execution', namespace, name)}`;
    const told = signal?.aborted ? new AbortedError(abortedWords(what), signal.reason) : error;
    throw told instanceof KontinueError && told.object === undefined
      ? about(told, 'Execution', { namespace, name })
      : told;
  } finally {
    await wait.release();
  }
}

/**
 * What became of an execution that its watch does not show, or shows ended at a time that may be over:
 * undefined if it is there, and open.
 */
async function endOfLost(
  scope: Scope,
  namespace: string,
  name: string,
  uid: string | undefined,
): Promise<Execution | undefined> {
  const found = await findExecution(scope, namespace, name);
  if (isSame(found.execution, uid)) {
    const isOpen = found.kind === 'live' && !isTerminal(phaseOf(found.execution));
    return isOpen ? undefined : found.execution;
  }
  const archived = found.kind === 'live' ? await archivedRoot(scope, namespace, name) : undefined;
  if (archived && isSame(archived, uid)) return archived;
  const recreated = new ConflictError(conflictWords.recreated(named('Execution', namespace, name)));
  throw about(recreated, 'Execution', { namespace, name });
}

function laterIfPassing(error: unknown): 'later' {
  if (mayPass(error)) return 'later';
  throw error;
}

async function archivedRoot(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<Execution | undefined> {
  try {
    return (await readArchive(scope, namespace, name)).root;
  } catch (error) {
    if (error instanceof NotFoundError || isOutOfSight(error)) return undefined;
    throw error;
  }
}

function isSame({ metadata }: KubeObject, uid: string | undefined): boolean {
  return uid === undefined || metadata.uid === uid;
}
