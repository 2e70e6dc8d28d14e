import type { Json } from '../api/execution.ts';
import { normalizeJson } from '../json/normalize.ts';
import { InvalidObjectError } from './errors.ts';
import { inputMessages } from './messages.ts';

/** What a value of the caller's is for. */
export interface InputTarget {
  /** The object, in words. */
  readonly what: string;
  /** What is to be done to it: `skipped`. */
  readonly verb: string;
  /** Where the value will stand: `status.result`. */
  readonly field: string;
}

/**
 * A value of the caller's as it will stand on the wire, by the rules of `JSON.stringify`: dates are
 * texts, `toJSON` is called, undefined fields are left out; whole numbers may be `bigint`. Undefined
 * stays undefined.
 * @throws InvalidObjectError naming the field, for what has no such form, or would be changed.
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

/** A value of the caller's that cannot be written. Nothing was sent. */
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
