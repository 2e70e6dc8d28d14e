import { parse } from 'lossless-json';
import { readExactly } from './exact.ts';
import { pathOf } from './path.ts';

/** A number that was typed and that the server would store as another. */
export class InexactNumberError extends RangeError {
  override readonly name = 'InexactNumberError';
  /** Where it stands in what was typed: `items[3].id`. Empty if it is all of it. */
  readonly path: string;

  constructor(token: string, path: string) {
    const stored = Number(token);
    const fate = Number.isFinite(stored)
      ? `would be stored as ${stored}: give it fewer digits, or make it a text in quotes`
      : 'is larger than any number that can be stored: make it a text in quotes';
    super(`${path === '' ? '' : `${path}: `}${token} ${fate}`);
    this.path = path;
  }
}

/** Stands where a number is that cannot be kept, until its path is known. */
class Inexact {
  readonly token: string;
  constructor(token: string) {
    this.token = token;
  }
}

/**
 * Reads JSON that a user typed. Whole numbers beyond 2^53 become `bigint`.
 * @throws InexactNumberError if a number would not be stored as typed.
 * @throws SyntaxError if the text is not JSON.
 */
export function parseTypedJson(text: string): unknown {
  const value: unknown = parse(text, undefined, {
    parseNumber: (token) => readExactly(token) ?? new Inexact(token),
    onDuplicateKey: ({ newValue }) => newValue,
  });
  refuseInexact(value, []);
  return value;
}

function refuseInexact(value: unknown, path: readonly (string | number)[]): void {
  if (value instanceof Inexact) throw new InexactNumberError(value.token, pathOf(path));
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    refuseInexact(part, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}
