import type { KubeObject } from '../../api/metadata.ts';
import type { Resource } from '../../api/resources.ts';
import {
  AbortedError,
  about,
  ConflictError,
  DisconnectedError,
  KontinueError,
  mayPass,
  NotFoundError,
} from '../errors.ts';
import { getObject } from '../objects.ts';
import type { Scope } from '../scope.ts';
import { abortedWords, conflictWords, named, notFoundWords, writeWords } from '../words.ts';
import { type Change, holds, nameOf, notKept } from './change.ts';
import { assertExpected } from './expected.ts';
import type { Expected, InterventionOptions } from './options.ts';
import { sendChange } from './send-change.ts';

/** What to write, to what, and on which condition. */
export interface GuardedWrite<T extends KubeObject> {
  readonly resource: Resource;
  /** As the caller saw it: only this very object is written. */
  readonly object: T;
  readonly options: InterventionOptions;
  /** What `options.expected` is compared with. */
  readonly see: (current: T) => Expected;
  /** The changes to make, in order; throws if the object is in no state for them. */
  readonly plan: (current: T) => readonly Change[] | Promise<readonly Change[]>;
}

const TRIES = 5;
const JITTER_MS = { from: 20, to: 100 } as const;

/** A change whose answer was lost: it may have been made or not. */
interface Lost {
  readonly change: Change;
  readonly isLast: boolean;
}

/**
 * Changes an object as it is now (contract: What each intervention writes). Every try reads the whole
 * object, checks that it is the one and in the state that the caller saw, and writes on the condition
 * that it is unchanged since. Met by another writer it tries again, five times in all. A write whose
 * answer was lost is looked for before it is made again. Gives the object of the server's answer.
 */
export async function guardedWrite<T extends KubeObject>(
  scope: Scope,
  write: GuardedWrite<T>,
): Promise<T> {
  const landed: string[] = [];
  let lost: Lost | undefined;
  try {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      if (tries > 1) await pause(scope);
      const current = await readCurrent(scope, write);
      if (lost && holds(current, lost.change)) {
        if (lost.isLast) return current;
        landed.push(nameOf(lost.change));
        lost = undefined;
      }
      assertExpected(wordsFor(current, write.resource), write.options.expected, write.see(current));
      const changes = await write.plan(current);
      const outcome = await writeAll(scope, write, current, changes, landed);
      if (outcome.kind === 'written') return outcome.object;
      lost = outcome.kind === 'lost' ? outcome.lost : lost;
    }
    throw lost
      ? new DisconnectedError(writeWords.noAnswer(wordsFor(write.object, write.resource), TRIES))
      : new ConflictError(conflictWords.contended(wordsFor(write.object, write.resource), TRIES));
  } catch (cause) {
    const error = endedBySignal(scope, write, cause);
    if (error instanceof KontinueError) {
      if (landed.length > 0) error.message += ` ${writeWords.partly(landed)}`;
      if (lost) error.message += ` ${writeWords.lost}`;
      if (error.object === undefined) about(error, write.resource.kind, objectOf(scope, write));
    }
    throw error;
  }
}

/** A pause that is cut short throws the signal's reason, whatever that is. */
function endedBySignal<T extends KubeObject>(
  { signal }: Scope,
  { object, resource }: GuardedWrite<T>,
  cause: unknown,
): unknown {
  if (cause instanceof KontinueError || !signal?.aborted) return cause;
  return new AbortedError(abortedWords(`writing to ${wordsFor(object, resource)}`), signal.reason);
}

type Outcome<T> =
  | { readonly kind: 'written'; readonly object: T }
  /** Another writer was faster. */
  | { readonly kind: 'raced' }
  | { readonly kind: 'lost'; readonly lost: Lost };

/** Makes the changes one after the other, each on the version that the one before left. */
async function writeAll<T extends KubeObject>(
  scope: Scope,
  { resource, options }: GuardedWrite<T>,
  current: T,
  changes: readonly Change[],
  landed: string[],
): Promise<Outcome<T>> {
  let object = current;
  for (const [i, change] of changes.entries()) {
    const isLast = i === changes.length - 1;
    try {
      const answer = await sendChange<T>(scope, { resource, object, change, options });
      const pruned = notKept(answer, change);
      if (pruned.length > 0)
        options.onWarning?.(writeWords.pruned(wordsFor(answer, resource), pruned));
      // A dry run stored nothing: what comes next is checked against what is there.
      object = options.dryRun && !isLast ? object : answer;
      if (!isLast && !options.dryRun) landed.push(nameOf(change));
    } catch (error) {
      if (error instanceof ConflictError) return { kind: 'raced' };
      if (mayPass(error) && !scope.signal?.aborted)
        return { kind: 'lost', lost: { change, isLast } };
      throw error;
    }
  }
  return { kind: 'written', object };
}

async function readCurrent<T extends KubeObject>(
  scope: Scope,
  { resource, object }: GuardedWrite<T>,
): Promise<T> {
  const { name, uid } = object.metadata;
  const namespace = object.metadata.namespace ?? scope.namespace;
  const what = wordsFor(object, resource);
  let current: T;
  try {
    current = await getObject<T>(scope, { resource, namespace, name });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new NotFoundError(notFoundWords.gone(what), error);
  }
  if (uid !== undefined && current.metadata.uid !== uid) {
    throw new ConflictError(conflictWords.recreated(what));
  }
  return current;
}

/** Which object is written. */
function objectOf<T extends KubeObject>({ namespace }: Scope, { object }: GuardedWrite<T>) {
  return { namespace: object.metadata.namespace ?? namespace, name: object.metadata.name };
}

function wordsFor({ metadata }: KubeObject, resource: Resource): string {
  return named(resource.kind, metadata.namespace, metadata.name);
}

async function pause({ core, signal }: Scope): Promise<void> {
  const { from, to } = JITTER_MS;
  await core.clock.sleep(from + core.random() * (to - from), signal);
}
