import type { Schema } from '../../api/crds/schema.ts';
import { childPath, fieldSchema, isObject } from './validate.ts';

/**
 * A value without the fields that its schema does not know, which are what a structural schema drops
 * on every write, and without nulls where none may be. The paths of unknown fields are added to
 * `unknown`. Nothing dropped: the value itself.
 */
export function prune(schema: Schema, value: unknown, path: string, unknown: string[]): unknown {
  if (Array.isArray(value)) return pruneItems(schema, value, path, unknown);
  if (!isObject(value)) return value;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  let changed = false;
  const kept: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const child = fieldSchema(schema, name);
    const place = childPath(path, name);
    if (child && field === null && !child.nullable) changed = true;
    else if (child) kept[name] = prune(child, field, place, unknown);
    else if (open) kept[name] = field;
    else unknown.push(place);
    changed ||= kept[name] !== field;
  }
  return changed ? kept : value;
}

function pruneItems(
  schema: Schema,
  value: readonly unknown[],
  path: string,
  unknown: string[],
): unknown {
  const { items } = schema;
  if (!items) return value;
  const kept = value.map((item, index) => prune(items, item, `${path}[${index}]`, unknown));
  return kept.some((item, index) => item !== value[index]) ? kept : value;
}
