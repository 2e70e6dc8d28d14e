import type { Execution } from '../api/execution.ts';
import { isTerminal, phaseOf } from '../api/phase.ts';
import { EXECUTIONS } from '../api/resources.ts';
import type { ReflectorState } from '../kube/reflector.ts';
import { readArchive } from './archive.ts';
import { abortedError, linkScope, requireOpen } from './ending.ts';
import { ConflictError, isOutOfSight, KontinueError, mayPass, NotFoundError } from './errors.ts';
import { fromKubeError } from './failure.ts';
import { findExecution } from './get.ts';
import { LookTimer } from './look-timer.ts';
import type { Scope } from './scope.ts';
import { Wakeup } from './wakeup.ts';
import { keyOf, startWatch } from './watch.ts';
import { conflictWords, named } from './words.ts';

/** For how long credentials that are not accepted may take to be renewed. */
const LOGIN_MS = 10 * 60_000;

/**
 * Waits until an execution is Completed, Failed, Canceled or Skipped (seed: WaitForExecution).
 *
 * It follows the uid: one that is archived meanwhile gives the archived execution, one that is deleted
 * a NotFoundError, another one under its name a ConflictError. Lost connections are outlasted, and so are
 * credentials that are renewed within ten minutes. Where watching does not work, the execution is read
 * again and again instead, every two to thirty seconds.
 */
export async function waitForExecution(scope: Scope, execution: Execution): Promise<Execution> {
  const { name, uid } = execution.metadata;
  const namespace = execution.metadata.namespace ?? scope.namespace;
  const what = `waiting for ${named('Execution', namespace, name)}`;
  requireOpen(scope, () => what);
  const ending = linkScope(scope);
  const { signal } = ending;
  const change = new Wakeup();
  const watch = startWatch<Execution>(scope.core, {
    resource: EXECUTIONS,
    namespace,
    fieldSelector: `metadata.name=${name}`,
    project: (raw) => raw as Execution,
  });
  const looks = new LookTimer(scope.core, () => change.wake());
  watch.store.subscribe(() => change.wake());
  watch.reflector.onState(() => change.wake());
  try {
    for (;;) {
      const { state } = watch.reflector;
      refuseHopeless(scope, state, namespace, name);
      const seen = watch.store.get(keyOf(namespace, name));
      const isSeen = seen !== undefined && isSame(seen, uid);
      if (isSeen && isTerminal(phaseOf(seen))) return seen;
      const isWatching = state.phase === 'live' || state.phase === 'polled';
      if (isSeen && isWatching) {
        looks.rest();
      } else if (looks.isDue || isWatching || state.phase === 'forbidden') {
        const found = await look({ ...scope, signal }, state, namespace, name, uid);
        if (found) return found;
        looks.again();
      } else {
        looks.set();
      }
      await change.wait(signal);
    }
  } catch (error) {
    throw signal.aborted ? abortedError(scope, what) : error;
  } finally {
    looks.rest();
    ending.release();
    await watch.stop();
  }
}

/** Fails where waiting makes no sense. */
function refuseHopeless(
  { core }: Scope,
  { phase, since, synced, lastError }: ReflectorState,
  namespace: string,
  name: string,
): void {
  const isExpired = !synced || !lastError?.renewable || core.clock.now() - since >= LOGIN_MS;
  const isHopeless = phase === 'notServed' || (phase === 'unauthorized' && isExpired);
  if (!isHopeless || !lastError) return;
  throw fromKubeError(lastError, { verb: 'watch', resource: EXECUTIONS, namespace, name });
}

/** Reads the execution past the watch: gives it if it has ended. */
async function look(
  scope: Scope,
  { phase, synced, lastError }: ReflectorState,
  namespace: string,
  name: string,
  uid: string | undefined,
): Promise<Execution | undefined> {
  try {
    return await endOfLost(scope, namespace, name, uid);
  } catch (error) {
    if (mayPass(error) || (synced && isLogin(error))) return undefined;
    // The right to watch is what is missing: without it, that to get would do as well.
    if (phase !== 'forbidden' || !lastError || !isOutOfSight(error)) throw error;
    throw fromKubeError(lastError, { verb: 'watch', resource: EXECUTIONS, namespace, name });
  }
}

/** Whether it is about the credentials: the watch finds out whether they are renewed. */
function isLogin(error: unknown): boolean {
  return (
    error instanceof KontinueError && (error.code === 'Unauthorized' || error.code === 'Config')
  );
}

/** What became of an execution that its watch does not show: undefined if it has not ended. */
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
  throw new ConflictError(conflictWords.recreated(named('Execution', namespace, name)));
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

function isSame(execution: Execution, uid: string | undefined): boolean {
  return uid === undefined || execution.metadata.uid === uid;
}
