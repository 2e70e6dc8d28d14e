import jsonPatch, { type Operation } from 'fast-json-patch';
import { MAX_DEPTH } from './http/json-scan.ts';
import { isObject } from './schema/validate.ts';
import { StatusError } from './status.ts';

/** RFC 7396: objects merge, null removes, anything else replaces whole. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // A map, since an assignment to a field `__proto__` would store nothing.
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

/** RFC 6902. What cannot be applied, a failed `test` included, is refused with 422. */
export function applyJsonPatch(target: object, patch: readonly object[]): unknown {
  try {
    const patched = applyOperations(target, patch as readonly Operation[]);
    if (!isObject(patched)) throw new TypeError('the patch does not leave an object');
    if (isDeeperThan(MAX_DEPTH, patched)) throw new RangeError('the patch nests too deep');
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

/** How much copies may add to an object, in bytes. */
const MAX_COPIED = 3 * 1024 * 1024;

function applyOperations(target: object, operations: readonly Operation[]): unknown {
  let document: unknown = structuredClone(target);
  let copied = 0;
  for (const [index, operation] of operations.entries()) {
    let applied = operation;
    if (operation.op === 'copy') {
      const value: unknown = jsonPatch.getValueByPointer(document, operation.from);
      copied += sizeOf(value);
      if (copied > MAX_COPIED) throw new RangeError('the patch copies too much');
      // The library copies by way of JSON, which has no form for a whole number of 64 bits.
      applied = { op: 'add', path: operation.path, value: structuredClone(value) };
    }
    document = jsonPatch.applyOperation(document, applied, true, true, true, index).newDocument;
  }
  return document;
}

/** How many bytes a value is about as JSON. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (typeof value !== 'object' || value === null) return String(value).length;
  return Object.entries(value).reduce((sum, [key, part]) => sum + key.length + 3 + sizeOf(part), 2);
}

/** Whether a JSON value nests deeper than `levels` levels. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(levels - 1, part));
}
