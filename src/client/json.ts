import type { Json } from '../api/execution.ts';
import { normalizeJson } from '../json/normalize.ts';
import { InvalidObjectError } from './errors/content-errors.ts';
import { inputMessages } from './messages.ts';

/** Where a value from the caller is written. */
export interface InputTarget {
  /** The object, such as `execution payments/deploy-7`. */
  readonly what: string;
  /** What the call does to it: `skipped`. */
  readonly verb: string;
  /** The field of the value: `status.result`. */
  readonly field: string;
}

/**
 * A value from the caller as it is written on the wire, by the rules of `JSON.stringify`: dates
 * become texts, `toJSON` is called, undefined fields are left out. Whole numbers may be `bigint`.
 * Undefined stays undefined.
 * @throws InvalidObjectError with the field, for a value that JSON cannot hold or would change.
 */
export function jsonOf(value: unknown, target: InputTarget): Json | undefined {
  if (value === undefined) return undefined;
  let normalized: unknown;
  try {
    normalized = normalizeJson(value);
  } catch (cause) {
    throw notJson(target, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (normalized === undefined) throw notJson(target, `it is a ${typeof value}`);
  return normalized as Json;
}

/** The error for a value from the caller that cannot be written. Nothing was sent. */
export function invalidInput(
  { what, verb, field }: InputTarget,
  message: string,
  cause?: unknown,
): InvalidObjectError {
  const fields = [{ field, message }];
  return new InvalidObjectError(inputMessages.invalid(what, verb, message), { fields, cause });
}

function notJson(target: InputTarget, why: string, cause?: unknown): InvalidObjectError {
  const name = target.field.split('.').at(-1) ?? target.field;
  return invalidInput(target, inputMessages.notJson(name, why), cause);
}
