import type { KubeObject } from '../../api/metadata.ts';
import type { Resource } from '../../api/resources.ts';
import { assertSame } from '../assert-same.ts';
import { abortedError, linkScope } from '../ending.ts';
import { DisconnectedError } from '../errors/call-errors.ts';
import { PrunedError } from '../errors/content-errors.ts';
import { type ErrorObject, errorObject, KontinueError } from '../errors/kontinue-error.ts';
import { ConflictError, NotFoundError } from '../errors/object-errors.ts';
import { isTransient } from '../errors/recognize.ts';
import { conflictMessages, notFoundMessages, objectText, writeMessages } from '../messages.ts';
import { getObject } from '../objects.ts';
import { withApplied, withUnknownOutcome } from '../outcome.ts';
import type { Scope } from '../scope.ts';
import { withObject } from '../with-details.ts';
import { essentialOf, keptFields, nameOf, type PlannedChange, prunedFields } from './change.ts';
import { assertExpected } from './expected.ts';
import { findMade, type LostWrite, stillOpen } from './lost-write.ts';
import type { Expected, InterventionOptions } from './options.ts';
import { sendChange } from './send-change.ts';

/** What to write, to which object, and on which condition. */
export interface GuardedWrite<T extends KubeObject> {
  readonly resource: Resource;
  /** The object as the caller saw it: only exactly this object is written. */
  readonly object: T;
  readonly options: InterventionOptions;
  /** What was done to it, for errors: `canceled`. */
  readonly verb: string;
  /** What `options.expected` is compared with. */
  readonly observe: (current: T) => Expected;
  /** The changes to make, in order; throws if the state of the object does not allow them. */
  readonly changes: (
    current: T,
  ) => readonly PlannedChange<T>[] | Promise<readonly PlannedChange<T>[]>;
}

const MAX_TRIES = 5;
const JITTER_MS = { from: 20, to: 100 } as const;

/** What is known of a write so far. */
interface Progress<T extends KubeObject> {
  /** The texts of the changes that were made, without the last one. */
  readonly applied: string[];
  /** The changes that may have been made. */
  lost: readonly LostWrite<T>[];
}

/**
 * Changes the current version of an object (contract: What each intervention writes). Each try
 * reads the object, checks that it is the one that the caller saw and in the state that the caller
 * saw, and writes only if it has not changed since. If another client writes first, it tries again,
 * five times in all. If the answer to a write is lost, it looks for the change before it writes
 * again, and does not write again if it cannot tell. Returns the object from the answer of the
 * server.
 */
export async function guardedWrite<T extends KubeObject>(
  scope: Scope,
  write: GuardedWrite<T>,
): Promise<T> {
  const progress: Progress<T> = { applied: [], lost: [] };
  try {
    return await tryToWrite(scope, write, progress);
  } catch (cause) {
    if (!(cause instanceof KontinueError)) throw cause;
    const { applied, lost } = progress;
    const failure = withApplied(
      withObject(cause, objectOf(scope, write)),
      applied,
      writeMessages.partly(applied),
    );
    throw lost.length > 0 ? withUnknownOutcome(failure) : failure;
  }
}

async function tryToWrite<T extends KubeObject>(
  scope: Scope,
  write: GuardedWrite<T>,
  progress: Progress<T>,
): Promise<T> {
  const what = targetText(write.object, write.resource);
  let failure: KontinueError | undefined;
  for (let tries = 0; tries < MAX_TRIES || progress.lost.length > 0; tries += 1) {
    if (tries > 0) await pause(scope, what);
    const current = await readCurrent(scope, write);
    const made = findMade(progress.lost, current, what);
    if (made?.isLast) return current;
    if (made) progress.applied.push(nameOf(made.change));
    progress.lost = made ? [] : stillOpen(progress.lost, current);
    if (tries === MAX_TRIES) break;
    assertExpected(objectOf(scope, write), write.options.expected, write.observe(current));
    const changes = await write.changes(current);
    const outcome = await writeAll(scope, write, current, changes, progress);
    if (outcome.kind === 'written') return outcome.object;
    failure = outcome.kind === 'failed' ? outcome.error : undefined;
  }
  if (progress.lost.length > 0)
    throw new DisconnectedError(writeMessages.noAnswer(what, MAX_TRIES));
  throw failure ?? new ConflictError(conflictMessages.contended(what, MAX_TRIES));
}

type Outcome<T> =
  | { readonly kind: 'written'; readonly object: T }
  /** Another client wrote first, or the answer was lost. */
  | { readonly kind: 'again' }
  /** Nothing was written, and another try may succeed. */
  | { readonly kind: 'failed'; readonly error: KontinueError };

/** Makes the changes one after the other, each on the version that the previous change left. */
async function writeAll<T extends KubeObject>(
  scope: Scope,
  write: GuardedWrite<T>,
  current: T,
  changes: readonly PlannedChange<T>[],
  progress: Progress<T>,
): Promise<Outcome<T>> {
  const { resource, options } = write;
  let object = current;
  for (const [i, change] of changes.entries()) {
    const isLast = i === changes.length - 1;
    try {
      const answer = await sendChange<T>(scope, { resource, object, change, options });
      checkKept(write, answer, change);
      // A dry run stores nothing: the next change is checked against the stored object.
      object = options.dryRun && !isLast ? object : answer;
      if (!isLast && !options.dryRun) progress.applied.push(nameOf(change));
    } catch (error) {
      if (error instanceof ConflictError) return { kind: 'again' };
      if (!isTransient(error) || scope.signal?.aborted) throw error;
      if (error.outcome !== 'unknown') return { kind: 'failed', error };
      const version = object.metadata.resourceVersion;
      progress.lost = [...progress.lost, { change, isLast, version }];
      return { kind: 'again' };
    }
  }
  return { kind: 'written', object };
}

/** Fails if an essential field was not kept, and warns about other fields that were not kept. */
function checkKept<T extends KubeObject>(
  { resource, options, verb }: GuardedWrite<T>,
  answer: T,
  change: PlannedChange<T>,
): void {
  const pruned = prunedFields(answer, change);
  if (pruned.length === 0) return;
  const what = targetText(answer, resource);
  const essential = essentialOf(pruned, change);
  if (essential.length === 0) {
    options.onWarning?.(writeMessages.pruned(what, pruned));
    return;
  }
  const kept = options.dryRun ? [] : keptFields(change, pruned);
  const error = new PrunedError(writeMessages.undone(what, essential, verb), { fields: pruned });
  throw withApplied(error, kept, writeMessages.kept(kept));
}

async function readCurrent<T extends KubeObject>(
  scope: Scope,
  { resource, object }: GuardedWrite<T>,
): Promise<T> {
  const { name, uid } = object.metadata;
  const namespace = object.metadata.namespace ?? scope.namespace;
  const what = targetText(object, resource);
  let current: T;
  try {
    current = await getObject<T>(scope, { resource, namespace, name });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new NotFoundError(notFoundMessages.gone(what), { cause: error });
  }
  assertSame(resource.kind, current, uid);
  return current;
}

/** The object that is written. */
function objectOf<T extends KubeObject>(
  scope: Scope,
  { resource, object }: GuardedWrite<T>,
): ErrorObject {
  const { namespace = scope.namespace, name } = object.metadata;
  return errorObject(resource.kind, { namespace, name });
}

function targetText({ metadata }: KubeObject, resource: Resource): string {
  return objectText(resource.kind, metadata.namespace, metadata.name);
}

/** Waits before another try. Ends at once with the signal of the call, and with `close`. */
async function pause(scope: Scope, what: string): Promise<void> {
  const { clock, random } = scope.core;
  const { from, to } = JITTER_MS;
  const ending = linkScope(scope);
  try {
    await clock.sleep(from + random() * (to - from), ending.signal);
  } catch (error) {
    throw ending.signal.aborted ? abortedError(scope, `writing to ${what}`) : error;
  } finally {
    ending.release();
  }
}
