import { findFunction, isHidden, type KontinueFunction } from '../api/function.ts';
import { DEFAULT_WORKER_GROUP, WORKER_GROUP_LABEL } from '../api/labels.ts';
import { FUNCTIONS } from '../api/resources.ts';
import { about, NotFoundError } from './errors.ts';
import { getObject, listObjects } from './objects.ts';
import type { CallOptions, Scope } from './scope.ts';
import { notFoundWords } from './words.ts';

/** The name of a function, as workers register it (seed: FunctionName). */
export type FunctionName = string;

/** Which functions (seed: ListFunctionsOptions). */
export interface ListFunctionsOptions extends CallOptions {
  /** Those with the annotation `kontinue.cloud/hidden`, too. Default false. */
  readonly includeHidden?: boolean | undefined;
  /** Only those of this worker group. Default: of all. */
  readonly workerGroup?: string | undefined;
}

/** A function by its resource's name, else by the name it is called by (contract: Function). */
export async function getFunction(
  scope: Scope,
  namespace: string,
  name: string,
  workerGroup?: string,
): Promise<KontinueFunction> {
  try {
    return await getObject(scope, { resource: FUNCTIONS, namespace, name });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const all = await readFunctions(scope, namespace);
    const found = findFunction(all, name, workerGroup);
    if (found) return found;
    const missing = new NotFoundError(notFoundWords.function(name, namespace), error);
    throw about(missing, FUNCTIONS.kind, { namespace, name });
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
    (fn) => (includeHidden || !isHidden(fn)) && (!workerGroup || groupOf(fn) === workerGroup),
  );
}

/** All functions of a namespace, hidden ones too. */
export function readFunctions(
  scope: Scope,
  namespace: string,
): Promise<readonly KontinueFunction[]> {
  return listObjects(scope, { resource: FUNCTIONS, namespace });
}

/** The workers that serve a function: as its spec says, else its label, else the default group. */
export function groupOf(fn: KontinueFunction): string {
  return fn.spec.workerGroup || fn.metadata.labels?.[WORKER_GROUP_LABEL] || DEFAULT_WORKER_GROUP;
}
