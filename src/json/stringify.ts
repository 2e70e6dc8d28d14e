import { stringify } from 'lossless-json';

/**
 * Writes JSON as `JSON.stringify` does, and a `bigint` as the number that it is. Undefined for what
 * has no JSON form, such as a function.
 * @throws TypeError if the value holds itself.
 */
export function stringifyJson(value: unknown, indent?: number): string | undefined {
  try {
    return JSON.stringify(value, undefined, indent);
  } catch (error) {
    if (!isAboutBigint(error)) throw error;
    return stringify(value, undefined, indent);
  }
}

/** A value that holds itself fails with a TypeError, too; the slow writer would not end on it. */
function isAboutBigint(error: unknown): boolean {
  return error instanceof TypeError && /BigInt/.test(error.message);
}
