import { isObject } from '../schema/validate.ts';
import { pathText } from './field-set.ts';
import { deduceType, type FieldType, type Leaf } from './field-type.ts';
import { stepOf } from './parts.ts';

/** What keeps an applied value from being of its type, each fault with its path. */
export function typeFaults(type: FieldType, value: unknown, path = ''): readonly string[] {
  if (value === null || value === undefined) return [];
  const known = deduceType(type, value);
  if (known.is === 'map') {
    if (!isObject(value)) return [expectedFault(path, 'map', value)];
    return Object.entries(value).flatMap(([name, part]) => {
      const place = `${path}.${name}`;
      const partType = known.field(name) ?? known.others;
      return partType
        ? typeFaults(partType, part, place)
        : [`${place}: field not declared in schema`];
    });
  }
  if (known.is === 'list') {
    if (!Array.isArray(value)) return [expectedFault(path, 'list', value)];
    const steps = new Set<string>();
    return value.flatMap((item) => {
      const step = stepOf(known, item);
      const place = `${path}${pathText([step])}`;
      if (steps.has(step)) return [`${path}: duplicate entries for key ${pathText([step])}`];
      steps.add(step);
      return typeFaults(known.items, item, place);
    });
  }
  const of = known.is === 'leaf' ? known.of : undefined;
  return of === undefined || isOf(of, value) ? [] : [expectedFault(path, of, value)];
}

function isOf(of: Leaf, value: unknown): boolean {
  switch (of) {
    case 'list':
      return Array.isArray(value);
    case 'map':
      return isObject(value);
    case 'numeric':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'string':
    case 'boolean':
      return typeof value === of;
  }
}

function expectedFault(path: string, of: Leaf, value: unknown): string {
  const what = of === 'numeric' ? 'numeric (int or float)' : of;
  const isWhole = of === 'list' || of === 'map';
  const shown = isWhole
    ? `&{${goText(value)}}`
    : `&value.valueUnstructured{Value:${goText(value)}}`;
  return `${path}: expected ${what}, got ${shown}`;
}

/** A value as Go prints it. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goText).join(', ')}}`;
  if (!isObject(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const fields = Object.entries(value).map(
    ([name, part]) => `${JSON.stringify(name)}:${goText(part)}`,
  );
  return `map[string]interface {}{${fields.join(', ')}}`;
}
