import { parse, stringify } from 'lossless-json';

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/**
 * Reads JSON as the real server does: whole numbers of 64 bits are kept, all others become doubles.
 * @throws SyntaxError if the text is not JSON, or holds a number that no double comes near.
 */
export function readJson(text: string): unknown {
  // Most bodies hold no long number: the fast reader has them right.
  if (!/\d{16}|\d[eE]\+?\d{3}/.test(text)) return JSON.parse(text);
  return parse(text, undefined, {
    parseNumber: (token) => (/^-?\d+$/.test(token) ? keepInt64(BigInt(token)) : parseDouble(token)),
    onDuplicateKey: ({ newValue }) => newValue,
  });
}

/** A value as JSON. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError && /BigInt/.test(error.message))) throw error;
    return stringify(value) ?? 'null';
  }
}

/** A whole number as Go keeps it. */
function keepInt64(value: bigint): number | bigint {
  const isLong = value >= MIN_INT64 && value <= MAX_INT64 && !Number.isSafeInteger(Number(value));
  return isLong ? value : Number(value);
}

function parseDouble(token: string): number {
  const value = Number(token);
  if (Number.isFinite(value)) return value;
  throw new SyntaxError(`json: cannot unmarshal number ${token} into Go value of type float64`);
}
