import type { Json } from '../../api/execution.ts';
import { fnv1a } from '../../api/labels.ts';
import { stringifyJson } from '../../json/stringify.ts';

/** Arguments as JSON that does not depend on the order of keys: the server keeps none. */
export function canonicalText(value: Json): string {
  return stringifyJson(sorted(value)) ?? '';
}

/** The hash of arguments, 8 hex digits, by which a replay knows them again. */
export function hashOf(value: Json): string {
  return fnv1a(canonicalText(value));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, sorted(field)]));
}
