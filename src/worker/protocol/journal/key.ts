/** The longest key, in characters. */
const MAX_KEY = 63;
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Why a key, a line or a part of `status.state.$` cannot be read. Not retryable. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/**
 * Why `name` cannot name an operation; undefined if it can. A name has up to 63 letters, digits,
 * `.`, `_` and `-`, starts with a letter or a digit, and holds a letter: `12`, `1-3` and `2..4` are
 * how numbers of unnamed children are written (ours).
 */
export function refuseName(name: string): string | undefined {
  if (name.length > MAX_KEY) return `is longer than ${MAX_KEY} characters`;
  if (!KEY.test(name))
    return 'must be letters, digits, ".", "_" and "-", and start with one of the first two';
  if (!/[A-Za-z]/.test(name)) return 'needs a letter: unnamed children have numbers';
  return undefined;
}

/** Whether `key` is the number of an unnamed child: 1, 2, 3 and so on. */
export function isNumber(key: string): boolean {
  return /^[1-9]\d{0,8}$/.test(key);
}

/** The first and last number of a group's key such as `2..41`; undefined for other keys. */
export function readGroup(
  key: string,
): { readonly first: number; readonly last: number } | undefined {
  const [, from = '', to = ''] = /^([1-9]\d{0,8})\.\.([1-9]\d{0,8})$/.exec(key) ?? [];
  const first = Number(from);
  const last = Number(to);
  return from !== '' && last > first ? { first, last } : undefined;
}

/** Throws JournalError unless `key` is a name, a number, or a group's key. */
export function assertKey(key: string): void {
  if (isNumber(key) || readGroup(key) || refuseName(key) === undefined) return;
  throw new JournalError(`"${key}" is neither the name nor the number of an operation`);
}
