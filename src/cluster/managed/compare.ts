import { isSameJson } from '../object.ts';
import { isObject } from '../schema/validate.ts';
import { FieldSet } from './field-set.ts';
import type { FieldType } from './field-type.ts';
import { partsOf } from './parts.ts';

/** Every field that a value says, as an applier owns it. */
export function fieldsOf(type: FieldType, value: unknown): FieldSet {
  const set = new FieldSet();
  const parts = partsOf(type, value);
  if (!parts) {
    set.self = true;
    return set;
  }
  for (const [step, part] of parts) {
    const child = fieldsOf(part.type, part.value);
    if (!part.isDeclared || isEmptyObject(part.value)) child.self = true;
    if (!child.isEmpty) set.children.set(step, child);
  }
  return set;
}

function isEmptyObject(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** In which fields two values differ. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Compares two values of a type. A part that is new, or gone, counts with all that is in it. */
export function compare(type: FieldType, before: unknown, after: unknown): Comparison {
  const found = { added: new FieldSet(), modified: new FieldSet(), removed: new FieldSet() };
  compareAt(found, [], type, before, after);
  return found;
}

function compareAt(
  found: Comparison,
  path: readonly string[],
  type: FieldType,
  before: unknown,
  after: unknown,
): void {
  if (isSameJson(before, after)) return;
  const [was, is] = [partsOf(type, before), partsOf(type, after)];
  for (const step of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
    const [old, now] = [was?.get(step), is?.get(step)];
    const part = now ?? old;
    if (part) compareAt(found, [...path, step], part.type, old?.value, now?.value);
  }
  if (before === undefined) found.added.insert(path);
  else if (after === undefined) found.removed.insert(path);
  else if (!was || !is) found.modified.insert(path);
}
