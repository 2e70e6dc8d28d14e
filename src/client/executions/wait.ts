import type { Execution } from '../../api/execution.ts';
import type { KubeObject } from '../../api/metadata.ts';
import { isTerminal, phaseOf } from '../../api/phase.ts';
import { EXECUTIONS } from '../../api/resources.ts';
import { readArchive } from '../archives/archive.ts';
import { recreatedError } from '../assert-same.ts';
import { abortedError, linkScope, requireOpen } from '../ending.ts';
import { errorObject, KontinueError } from '../errors/kontinue-error.ts';
import { NotFoundError } from '../errors/object-errors.ts';
import { isInaccessible, isTransient } from '../errors/recognize.ts';
import { fromKubeError } from '../failure.ts';
import { objectText } from '../messages.ts';
import type { Scope } from '../scope.ts';
import { Wakeup } from '../watch/wakeup.ts';
import { withObject } from '../with-details.ts';
import { findExecution } from './get.ts';
import { PollTimer } from './poll-timer.ts';
import type { WaitState } from './shared-waits.ts';

/**
 * How long a wait goes on while the server refuses its credentials, so that they may be renewed.
 */
const LOGIN_MS = 10 * 60_000;

/**
 * Waits until an execution is Completed, Failed, Canceled or Skipped (seed: WaitForExecution).
 *
 * It follows the uid. If the execution is archived meanwhile, it returns the archived execution. If
 * it is deleted, it fails with a NotFoundError; if another execution has its name, with a
 * ConflictError. Lost connections do not end it, nor do credentials that are renewed within ten
 * minutes. Where watching does not work, it reads the execution again and again, every two to
 * thirty seconds.
 */
export async function waitForExecution(scope: Scope, execution: Execution): Promise<Execution> {
  const { namespace = scope.namespace, name } = execution.metadata;
  try {
    return await waitForEnd(scope, namespace, execution);
  } catch (error) {
    if (!(error instanceof KontinueError)) throw error;
    throw withObject(error, errorObject('Execution', { namespace, name }));
  }
}

async function waitForEnd(
  scope: Scope,
  namespace: string,
  execution: Execution,
): Promise<Execution> {
  const { name, uid } = execution.metadata;
  const what = `waiting for ${objectText('Execution', namespace, name)}`;
  requireOpen(scope, () => what);
  const ending = linkScope(scope);
  const { signal } = ending;
  const change = new Wakeup();
  const wait = scope.core.waits.begin(namespace, execution, () => change.wake());
  const poll = new PollTimer(scope.core, () => change.wake());
  try {
    for (;;) {
      const { state, seen, confirmed: proof } = wait;
      if (state.phase === 'stopped') throw abortedError(scope, what);
      assertHopeful(scope, state, namespace, name);
      const isSeen = seen !== undefined && isSame(seen, uid);
      const isEnded = isSeen && isTerminal(seen.phase);
      if (isEnded && proof) return proof;
      const isWatching = state.phase === 'live' || state.phase === 'polled';
      // The watch may show an end that is older than what the caller saw: it is read again.
      const isDue = poll.isDue || isEnded || state.phase === 'forbidden';
      if (isSeen && !isEnded && isWatching) {
        poll.reset();
      } else if (isDue || (isWatching && state.synced)) {
        const found = await readIfEnded({ ...scope, signal }, state, namespace, name, uid);
        if (found) return found;
        poll.restart();
      } else {
        poll.set();
      }
      await change.wait(signal);
    }
  } catch (error) {
    throw signal.aborted ? abortedError(scope, what) : error;
  } finally {
    poll.reset();
    ending.release();
    await wait.release();
  }
}

/** Fails if the wait can never end. */
function assertHopeful(
  { core }: Scope,
  { phase, since, synced, lastError }: WaitState,
  namespace: string,
  name: string,
): void {
  const isExpired = !synced || !lastError?.renewable || core.clock.now() - since >= LOGIN_MS;
  const isHopeless = phase === 'notServed' || (phase === 'unauthorized' && isExpired);
  if (!isHopeless || !lastError) return;
  throw fromKubeError(lastError, { verb: 'watch', resource: EXECUTIONS, namespace, name });
}

/** Reads the execution without the watch, and returns it if it has ended. */
async function readIfEnded(
  scope: Scope,
  { phase, synced, lastError }: WaitState,
  namespace: string,
  name: string,
  uid: string | undefined,
): Promise<Execution | undefined> {
  try {
    return await findEnd(scope, namespace, name, uid);
  } catch (error) {
    if (isTransient(error) || (synced && isLogin(error))) return undefined;
    // The right to watch is missing. The right to get would serve as well, and is missing too.
    if (phase !== 'forbidden' || !lastError || !isInaccessible(error)) throw error;
    throw fromKubeError(lastError, { verb: 'watch', resource: EXECUTIONS, namespace, name });
  }
}

/** Whether an error is about the credentials: the watch finds out whether they are renewed. */
function isLogin(error: unknown): boolean {
  return (
    error instanceof KontinueError && (error.code === 'Unauthorized' || error.code === 'Config')
  );
}

/** Finds out how an execution ended that its watch does not show; undefined if it has not ended. */
async function findEnd(
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
  throw recreatedError('Execution', { namespace, name });
}

async function archivedRoot(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<Execution | undefined> {
  try {
    return (await readArchive(scope, namespace, name)).root;
  } catch (error) {
    if (error instanceof NotFoundError || isInaccessible(error)) return undefined;
    throw error;
  }
}

function isSame({ metadata }: KubeObject, uid: string | undefined): boolean {
  return uid === undefined || metadata.uid === uid;
}
