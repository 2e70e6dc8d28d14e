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
  // Entries, since an assignment to a field `__proto__` would store nothing.
  const kept: [string, unknown][] = [];
  const keep = (name: string, field: unknown, before: unknown) => {
    changed ||= field !== before;
    kept.push([name, field]);
  };
  for (const [name, field] of Object.entries(value)) {
    const child = fieldSchema(schema, name);
    const place = childPath(path, name);
    if (child && field === null && !child.nullable) changed = true;
    else if (child) keep(name, prune(child, field, place, unknown), field);
    else if (open) keep(name, field, field);
    else {
      changed = true;
      unknown.push(place);
    }
  }
  return changed ? Object.fromEntries(kept) : value;
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
