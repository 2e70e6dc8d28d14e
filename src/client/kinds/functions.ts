import { findFunction, isHidden, type KontinueFunction } from '../../api/function.ts';
import { FUNCTIONS } from '../../api/resources.ts';
import { groupOfFunction } from '../../api/worker-group.ts';
import { AbortedError } from '../errors/call-errors.ts';
import { errorObject } from '../errors/kontinue-error.ts';
import { NotFoundError } from '../errors/object-errors.ts';
import { actionText } from '../failure.ts';
import { abortedMessage, notFoundMessages } from '../messages.ts';
import { getObject, listObjects } from '../objects.ts';
import type { CallOptions, Scope } from '../scope.ts';
import { untilAborted } from '../watch/until-aborted.ts';
import { keyOf } from '../watch/watch.ts';

/** The name of a function, as workers register it (seed: FunctionName). */
export type FunctionName = string;

/** Which functions (seed: ListFunctionsOptions). */
export interface ListFunctionsOptions extends CallOptions {
  /** Also functions with the annotation `kontinue.cloud/hidden`. Default false. */
  readonly includeHidden?: boolean | undefined;
  /** Only functions of this worker group. Default: of all groups. */
  readonly workerGroup?: string | undefined;
}

/**
 * A function by the name of its resource, else by the name that callers use (contract: Function).
 */
export async function getFunction(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<KontinueFunction> {
  const { functions, clock } = scope.core;
  const key = keyOf(namespace, name);
  const askedAt = clock.now();
  try {
    const found = await findPublished(scope, namespace, name);
    functions.keep(key, found, askedAt);
    return found;
  } catch (error) {
    if (error instanceof NotFoundError) functions.forget(key);
    throw error;
  }
}

/**
 * A function as it was at some time in the last ten seconds, so that many executions of one
 * function need one read. A function that was not found is read again.
 */
export function getRecentFunction(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<KontinueFunction> {
  // Other calls may wait for the same answer: the signal of the first must not end it.
  const shared: Scope = { ...scope, signal: undefined };
  const load = () => findPublished(shared, namespace, name);
  const reading = scope.core.functions.read(keyOf(namespace, name), load);
  return untilAborted(reading, scope.signal, (reason) => {
    const asked = actionText({ verb: 'get', resource: FUNCTIONS, namespace, name });
    return new AbortedError(abortedMessage(asked), { cause: reason });
  });
}

async function findPublished(
  scope: Scope,
  namespace: string,
  name: string,
): Promise<KontinueFunction> {
  try {
    return await getObject(scope, { resource: FUNCTIONS, namespace, name });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const all = await readFunctions(scope, namespace);
    const found = findFunction(all, name);
    if (found) return found;
    throw new NotFoundError(notFoundMessages.function(name, namespace), {
      object: errorObject(FUNCTIONS.kind, { namespace, name }),
      cause: error,
    });
  }
}

/** The functions of a namespace (seed: FunctionsNamespaced). */
export async function listFunctions(
  scope: Scope,
  namespace: string,
  options: ListFunctionsOptions,
): Promise<readonly KontinueFunction[]> {
  const { includeHidden, workerGroup } = options;
  return (await readFunctions(scope, namespace)).filter(
    (fn) =>
      (includeHidden || !isHidden(fn)) && (!workerGroup || groupOfFunction(fn) === workerGroup),
  );
}

/** All functions of a namespace, including hidden ones. */
export function readFunctions(
  scope: Scope,
  namespace: string,
): Promise<readonly KontinueFunction[]> {
  return listObjects(scope, { resource: FUNCTIONS, namespace });
}
