import type { AnyArguments, Context, FunctionDefinition, FunctionOptions } from './context.ts';

/** A definition whose types do not matter, as a worker holds it (ours). */
export interface AnyDefinition {
  /** The name by which executions call it. */
  readonly name: string;
  /** What is published of it. */
  readonly options: FunctionOptions<unknown>;
  /** The function itself. */
  readonly run: (ctx: Context, args: never) => unknown;
}

const MARK: unique symbol = Symbol.for('kontinue.cloud/function');
const NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/**
 * Defines a durable function. Everything that it does to the world belongs into `ctx.step` or into
 * another function: what is recorded is not run again.
 * @throws Error if the name cannot be that of an object: up to 253 of `a-z`, `0-9`, `-` and `.`.
 *
 * @example
 * export const hello = defineFunction('hello-world', {}, async (ctx, { name }) => `Hello, ${name}!`);
 */
export function defineFunction<Result, Arguments = AnyArguments>(
  name: string,
  options: FunctionOptions<Arguments>,
  run: (ctx: Context, args: Arguments) => Result | Promise<Result>,
): FunctionDefinition<Arguments, Awaited<Result>> {
  if (!NAME.test(name) || name.length > 253)
    throw new Error(
      `${JSON.stringify(name)} cannot name a function: a name has up to 253 small letters, digits, "-" and ".", and starts and ends with a letter or a digit.`,
    );
  const definition = {
    name,
    options,
    run: run as (ctx: Context, args: Arguments) => Promise<Awaited<Result>>,
  };
  Object.defineProperty(definition, MARK, { value: true });
  return definition;
}

/** Whether a value of a module is the definition of a function. */
export function isDefinition(value: unknown): value is AnyDefinition {
  return typeof value === 'object' && value !== null && MARK in value;
}
