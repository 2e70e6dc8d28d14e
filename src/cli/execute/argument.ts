import type { Json } from '../../api/execution.ts';
import type { FunctionArgument, KontinueFunction } from '../../api/function.ts';
import { InexactNumberError, parseTypedJson } from '../../json/parse-typed.ts';
import { stringifyJson } from '../../json/stringify.ts';

/** The arguments of an execution, by name. */
export type Arguments = Readonly<Record<string, Json>>;

/** The value of a text as an argument, or why it has none. */
export type Reading = { readonly value: Json } | { readonly problem: string };

type Kind = 'text' | 'whole number' | 'number' | 'true or false' | 'JSON array' | 'JSON object';

/** The types that workers publish: names of JSON Schema, and of Go. */
const KINDS: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^(string|text|duration|time\.duration|time\.time|date|datetime)$/, 'text'],
  [/^(u?int(8|16|32|64)?|integer)$/, 'whole number'],
  [/^(number|float(32|64)?|double)$/, 'number'],
  [/^bool(ean)?$/, 'true or false'],
  [/^(array|list|\[\].*)$/, 'JSON array'],
  [/^(object|struct|map.*)$/, 'JSON object'],
];

function kindOf(type: string | undefined): Kind | undefined {
  const name = type?.trim().toLowerCase() ?? '';
  return KINDS.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * Reads a typed argument by its published type. A text is taken literally. If the type is unknown,
 * JSON is read as JSON, and anything else as text.
 */
export function readArgument(text: string, type: string | undefined): Reading {
  const kind = kindOf(type);
  if (kind === 'text') return { value: text };
  const read = parseArgument(text);
  if (read instanceof InexactNumberError) return { problem: read.message };
  const value = read;
  if (kind === undefined) return { value: value === undefined ? text : value };
  if (value !== undefined && hasKind(kind, value)) return { value };
  return { problem: `not ${withArticle(kind)}` };
}

/** The value of an argument that is left out, as far as it is published. */
export function defaultOf(argument: FunctionArgument, fn: KontinueFunction): Json | undefined {
  return fn.spec.defaults?.arguments?.[argument.name] ?? argument.default;
}

/** Likely mistakes in the arguments. The worker decides whether they are valid. */
export function doubtsOn(given: Arguments, fn: KontinueFunction): readonly string[] {
  const published = fn.spec.arguments ?? [];
  const missing = published.filter(
    (a) => a.required && !(a.name in given) && defaultOf(a, fn) === undefined,
  );
  const known = new Set(published.map(({ name }) => name));
  const unknown =
    published.length === 0 ? [] : Object.keys(given).filter((name) => !known.has(name));
  return [
    ...missing.map(({ name }) => `The function requires the argument ${name}, which is not given.`),
    ...unknown.map((name) => `The function publishes no argument ${name}.`),
  ];
}

/** A value as a user would type it: texts literally, other values as JSON. */
export function typedText(value: Json): string {
  return typeof value === 'string' ? value : (stringifyJson(value) ?? '');
}

function hasKind(kind: Exclude<Kind, 'text'>, value: Json): boolean {
  switch (kind) {
    case 'whole number':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'number':
      return typeof value === 'bigint' || typeof value === 'number';
    case 'true or false':
      return typeof value === 'boolean';
    case 'JSON array':
      return Array.isArray(value);
    case 'JSON object':
      return isArguments(value);
  }
}

function withArticle(kind: Kind): string {
  return kind === 'true or false' ? kind : `a ${kind}`;
}

function isArguments(value: Json | undefined): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value of a JSON text; undefined if it is not JSON, and the error if it has a number that
 * would be stored inexactly.
 */
function parseArgument(text: string): Json | InexactNumberError | undefined {
  try {
    return parseTypedJson(text) as Json;
  } catch (error) {
    if (error instanceof InexactNumberError) return error;
    return undefined; // The caller says what was expected.
  }
}

/** The flags that give arguments. */
export interface ArgumentFlags {
  readonly args?: string;
  readonly arg?: readonly string[];
}

/**
 * Reads the arguments from the flags: the object of `--args`, overridden by each `--arg`, which is
 * read by the type that the function publishes. Undefined without such flags.
 */
export function givenArguments(
  { args, arg }: ArgumentFlags,
  published: readonly FunctionArgument[],
): Arguments | undefined {
  if (args === undefined && arg === undefined) return undefined;
  const base = args === undefined ? {} : parseArgument(args);
  if (base instanceof InexactNumberError)
    throw new Error(`--args: ${base.message}`, { cause: base });
  if (!isArguments(base)) {
    throw new Error(`--args takes a JSON object such as '{"name": "Alice"}', not ${args}`);
  }
  const single = (arg ?? []).map((flag) => {
    const [, name, text] = /^([^=]+)=(.*)$/s.exec(flag) ?? [];
    if (name === undefined || text === undefined) {
      throw new Error(`--arg takes name=value, not ${flag}`);
    }
    const { type } = published.find((argument) => argument.name === name) ?? {};
    const reading = readArgument(text, type);
    if ('value' in reading) return [name, reading.value] as const;
    throw new Error(
      `--arg ${flag}: ${name} is published as ${type}, and this is ${reading.problem}`,
    );
  });
  return { ...base, ...Object.fromEntries(single) };
}
