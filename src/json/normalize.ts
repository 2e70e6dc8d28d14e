import { isStorable, narrow } from './exact.ts';
import { pathOf } from './path.ts';

type Path = readonly (string | number)[];

/** A value of a program that has no JSON form, or that the server would store as another. */
export class NotJsonError extends TypeError {
  override readonly name = 'NotJsonError';
}

/**
 * A value of a program as it will stand on the wire, by the rules of `JSON.stringify`: dates are texts,
 * `toJSON` is called, undefined fields and functions are left out. Whole numbers may be `bigint`.
 * Undefined if nothing is left.
 * @throws NotJsonError naming the field, for what holds itself, for NaN and infinite numbers (which
 * `JSON.stringify` makes null), and for a `bigint` that the server would change.
 */
export function normalizeJson(value: unknown): unknown {
  return normalize(value, [], []);
}

function normalize(given: unknown, path: Path, above: readonly object[]): unknown {
  const value = plain(given, String(path.at(-1) ?? ''));
  switch (typeof value) {
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new NotJsonError(`${where(path)} is ${value}, which JSON has no form for`);
    case 'bigint':
      if (isStorable(value)) return narrow(value);
      throw new NotJsonError(`${where(path)} is ${value}, which would be stored as another number`);
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : normalizeObject(value, path, above);
    default:
      return undefined;
  }
}

function normalizeObject(value: object, path: Path, above: readonly object[]): unknown {
  if (above.includes(value)) throw new NotJsonError(`${where(path)} holds itself`);
  const around = [...above, value];
  if (Array.isArray(value)) {
    return value.map((item, index) => normalize(item, [...path, index], around) ?? null);
  }
  const fields = Object.entries(value).map(
    ([key, part]) => [key, normalize(part, [...path, key], around)] as const,
  );
  return Object.fromEntries(fields.filter(([, part]) => part !== undefined));
}

/** What `JSON.stringify` looks at: the answer of `toJSON`, and what boxed values hold. */
function plain(value: unknown, key: string): unknown {
  const { toJSON } = Object(value) as { readonly toJSON?: unknown };
  const said: unknown = typeof toJSON === 'function' ? toJSON.call(value, key) : value;
  const isBoxed = said instanceof Number || said instanceof String || said instanceof Boolean;
  return isBoxed ? said.valueOf() : said;
}

function where(path: Path): string {
  return path.length === 0 ? 'it' : pathOf(path);
}
