import type { ExecutionRetry, ExecutionTimeout, ExecutionTTL, Json } from './execution.ts';
import { HIDDEN_ANNOTATION } from './labels.ts';
import type { ObjectMeta } from './metadata.ts';

/** One argument that a function publishes (contract: Function). */
export interface FunctionArgument {
  /** Its key in `spec.arguments`. */
  readonly name: string;
  /** A word for people and forms, such as `string`. */
  readonly type?: string;
  /** Whether a call must give it. Default false. */
  readonly required?: boolean;
  /** What it is if a call leaves it out. */
  readonly default?: Json;
  /** For people. */
  readonly description?: string;
}

/** What an execution leaves out comes from here (contract: Defaults). */
export interface FunctionDefaults {
  /** Merged with what a call gives, one level deep; what is given wins. */
  readonly arguments?: Readonly<Record<string, Json>>;
  /** For calls that name no retry. */
  readonly retry?: ExecutionRetry;
  /** For calls that name no timeout. */
  readonly timeout?: ExecutionTimeout;
  /** For calls that name no ttl. */
  readonly ttl?: ExecutionTTL;
}

/**
 * A function that workers of a group have registered (seed: Function). Not named so because
 * `Function` is taken.
 */
export interface KontinueFunction {
  /** Group and version: `kontinue.cloud/v1alpha1`. */
  readonly apiVersion?: string;
  /** What it is: `Function`. */
  readonly kind?: string;
  /** Name, namespace, labels and owners. */
  readonly metadata: ObjectMeta;
  /** What is published of it. */
  readonly spec: {
    /** The name it is called by, where it differs from that of this object. */
    readonly name?: string;
    /** Which workers serve it. Default: its label, else `default`. */
    readonly workerGroup?: string;
    /** For people. */
    readonly description?: string;
    /** What it takes, if it says. */
    readonly arguments?: readonly FunctionArgument[];
    /** What calls may leave out. */
    readonly defaults?: FunctionDefaults;
    /** How much of it may run at once. */
    readonly concurrency?: {
      /** How many executions at once. Absent: no limit. */
      readonly limit?: number;
    };
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
