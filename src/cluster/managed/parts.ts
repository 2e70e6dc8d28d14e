import { writeJson } from '../json.ts';
import { isObject } from '../schema/validate.ts';
import { deduceType, type FieldType } from './field-type.ts';

type Fields = Readonly<Record<string, unknown>>;
export type ListType = Extract<FieldType, { is: 'list' }>;

/** A part of a value: what it is, and how it is owned. */
export interface Part {
  readonly value: unknown;
  readonly type: FieldType;
  /** Whether its type declares it: an entry of a map and an item of a list are none. */
  readonly isDeclared: boolean;
}

/** The parts of a value by which it is owned, each under its step; undefined: it is owned whole. */
export function partsOf(type: FieldType, value: unknown): ReadonlyMap<string, Part> | undefined {
  const known = deduceType(type, value);
  if (known.is === 'map' && isObject(value)) {
    return new Map(
      Object.entries(value).map(([name, part]) => {
        const declared = known.field(name);
        const partType = declared ?? known.others ?? { is: 'any' };
        return [`f:${name}`, { value: part, type: partType, isDeclared: declared !== undefined }];
      }),
    );
  }
  if (known.is === 'list' && Array.isArray(value)) {
    return new Map(
      value.map((item) => [
        stepOf(known, item),
        { value: item, type: known.items, isDeclared: false },
      ]),
    );
  }
  return undefined;
}

/** The keys of list items that have defaults. */
const KEY_DEFAULTS: Fields = { protocol: 'TCP' };

/** The step to an item of a list. */
export function stepOf({ keys }: ListType, item: unknown): string {
  if (keys.length === 0) return `v:${writeJson(item)}`;
  const fields: Fields = isObject(item) ? item : {};
  const values = [...keys].sort().map((key) => [key, fields[key] ?? KEY_DEFAULTS[key] ?? null]);
  return `k:${writeJson(Object.fromEntries(values))}`;
}
