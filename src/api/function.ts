import type { ExecutionRetry, ExecutionTimeout, ExecutionTTL, Json } from './execution.ts';
import { HIDDEN_ANNOTATION } from './labels.ts';
import type { ObjectMeta } from './metadata.ts';

export interface FunctionArgument {
  readonly name: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly default?: Json;
  readonly description?: string;
}

/** What an execution leaves out comes from here (contract: Defaults). */
export interface FunctionDefaults {
  readonly arguments?: Readonly<Record<string, Json>>;
  readonly retry?: ExecutionRetry;
  readonly timeout?: ExecutionTimeout;
  readonly ttl?: ExecutionTTL;
}

/** A function that workers of a group have registered. Named KontinueFunction since `Function` is taken. */
export interface KontinueFunction {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly name?: string;
    readonly workerGroup?: string;
    readonly description?: string;
    readonly arguments?: readonly FunctionArgument[];
    readonly defaults?: FunctionDefaults;
    readonly concurrency?: { readonly limit?: number };
  };
}

/** Hidden functions are left out of lists unless asked for (seed: Functions). */
export function isHidden(fn: KontinueFunction): boolean {
  return fn.metadata.annotations?.[HIDDEN_ANNOTATION] === 'true';
}

/**
 * The Function an execution's spec.function names: by metadata.name, else by spec.name; of several,
 * the one of the worker group, else the first by name (contract: Function).
 */
export function findFunction(
  functions: Iterable<KontinueFunction>,
  name: string,
  workerGroup?: string,
): KontinueFunction | undefined {
  const bySpecName: KontinueFunction[] = [];
  for (const fn of functions) {
    if (fn.metadata.name === name) return fn;
    if (fn.spec.name === name) bySpecName.push(fn);
  }
  bySpecName.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return bySpecName.find((fn) => fn.spec.workerGroup === workerGroup) ?? bySpecName[0];
}
