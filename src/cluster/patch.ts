import jsonPatch, { type Operation } from 'fast-json-patch';
import { isObject } from './schema/validate.ts';
import { StatusError } from './status.ts';

/** RFC 7396: objects merge, null removes, anything else replaces whole. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}

/** RFC 6902. What cannot be applied, a failed `test` included, is refused with 422. */
export function applyJsonPatch(target: object, patch: readonly object[]): unknown {
  try {
    // The library copies by way of JSON, which has no form for a long whole number: it works on a copy.
    const operations = structuredClone(patch) as readonly Operation[];
    const copy = structuredClone(target);
    const patched: unknown = jsonPatch.applyPatch(copy, operations, true, true).newDocument;
    if (!isObject(patched)) throw new TypeError('the patch does not leave an object');
    return patched;
  } catch (cause) {
    throw new StatusError(
      422,
      'Invalid',
      'the server rejected our request due to an error in our request',
      {},
      { cause },
    );
  }
}

/**
 * A strategic merge patch, as far as it is a plain merge: kubectl sends these for built-in kinds. One
 * that edits lists by key needs the types of Kubernetes and is refused, rather than applied wrongly.
 */
export function strategicPatch(target: unknown, patch: unknown): unknown {
  if (needsTypes(patch)) {
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      'this server does not support strategic merge patches of lists: use --type=merge or --type=json',
    );
  }
  return mergePatch(target, patch);
}

function needsTypes(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isObject);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, field]) => name.startsWith('$') || needsTypes(field));
}
