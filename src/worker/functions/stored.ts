import type { Json } from '../../api/execution.ts';
import { FunctionError } from '../replay/errors.ts';

/** What an object of the cluster may hold in all, in bytes of JSON (ours: the server refuses at 1.5 MiB). */
const MAX_OBJECT = 1_000_000;

/**
 * A value as it will be read back: what JSON has no form for is refused, with its place. Nothing
 * becomes null, and fields that are undefined are left out, as in JSON.
 * @throws FunctionError of the kind Validation: `result.items[3].when is a Date; …`.
 */
export function toStored(value: unknown, what: string): Json {
  return copy(value ?? null, what, []);
}

function copy(value: unknown, path: string, above: readonly object[]): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw refuse(path, `is ${value}`);
  }
  if (typeof value !== 'object') throw refuse(path, `is a ${typeof value}`);
  if (above.includes(value)) throw refuse(path, 'holds itself');
  const inside = [...above, value];
  if (Array.isArray(value))
    return value.map((item, index) => copy(item ?? null, `${path}[${index}]`, inside));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw refuse(path, `is a ${value.constructor.name || 'class instance'}`);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => [key, copy(field, `${path}.${key}`, inside)] as const);
  return Object.fromEntries(fields);
}

function refuse(path: string, why: string): FunctionError {
  return new FunctionError(
    `${path} ${why}; only what JSON can hold is stored: null, booleans, numbers, texts, lists and plain objects`,
    'Validation',
  );
}

/** A value is larger than what is left of its execution (ours). Not retryable. */
export class StateTooLargeError extends FunctionError {
  override readonly name = 'StateTooLargeError';

  constructor(message: string) {
    super(message, 'Validation');
  }
}

/**
 * Refuses a value that would make its object too large, before anything is sent. `used`: the bytes
 * that the object has without it.
 * @throws StateTooLargeError
 */
export function assertFits(value: Json, what: string, used: number, where: string): void {
  const size = byteLength(value);
  if (used + size <= MAX_OBJECT) return;
  const left = Math.max(0, MAX_OBJECT - used);
  throw new StateTooLargeError(
    `${what} has ${megabytes(size)}; ${megabytes(left)} are left in ${where}. ` +
      'Keep it elsewhere and return where; or let a child execution hold it.',
  );
}

/** The bytes of a value as JSON. */
export function byteLength(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
