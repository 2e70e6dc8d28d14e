import type { Execution } from '../../api/execution.ts';
import { type FunctionDefaults, findFunction, type KontinueFunction } from '../../api/function.ts';
import { WORKER_GROUP_LABEL } from '../../api/labels.ts';

/** The functions that are published, by namespace; a namespace that was not listed yet is absent. */
export type Functions = ReadonlyMap<string, readonly KontinueFunction[]>;

/** Groups functions by their namespaces. Namespaces that were `listed` are there without functions, too. */
export function groupFunctions(
  functions: readonly KontinueFunction[],
  listed: Iterable<string>,
): Functions {
  const groups = new Map<string, KontinueFunction[]>();
  for (const namespace of listed) groups.set(namespace, []);
  for (const fn of functions) {
    const namespace = fn.metadata.namespace ?? '';
    const group = groups.get(namespace);
    if (group) group.push(fn);
    else groups.set(namespace, [fn]);
  }
  return groups;
}

/** What is known of the function of an execution. */
export type FunctionLookup =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'found'; readonly function: KontinueFunction };

/** The function that an execution names, as its workers would find it. */
export function functionOf(functions: Functions, execution: Execution): FunctionLookup {
  const published = functions.get(execution.metadata.namespace ?? '');
  if (published === undefined) return { kind: 'unknown' };
  const group = execution.metadata.labels?.[WORKER_GROUP_LABEL];
  const found = findFunction(published, execution.spec.function, group);
  return found ? { kind: 'found', function: found } : { kind: 'missing' };
}

/** What an execution leaves out comes from here. */
export function defaultsOf(
  functions: Functions,
  execution: Execution,
): FunctionDefaults | undefined {
  const sight = functionOf(functions, execution);
  return sight.kind === 'found' ? sight.function.spec.defaults : undefined;
}
