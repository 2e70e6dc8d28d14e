import type { Schema } from '../../api/crds/schema.ts';
import type { Kind } from '../kinds/kind.ts';
import { type GoType, goStruct } from '../schema/go-types.ts';
import { isObject } from '../schema/validate.ts';

/** How a value is owned: whole, or in parts. */
export type FieldType =
  /** Whole. `of` is what it must be; absent: anything. */
  | { readonly is: 'leaf'; readonly of?: Leaf }
  /** By field. What no field declares is of type `others`; without `others` there is nothing else. */
  | {
      readonly is: 'map';
      readonly field: (name: string) => FieldType | undefined;
      readonly others?: FieldType;
    }
  /** By item. An item is known by these keys; without keys by itself. */
  | { readonly is: 'list'; readonly keys: readonly string[]; readonly items: FieldType }
  /** As it comes: an object by field, anything else whole. */
  | { readonly is: 'any' };

export type Leaf = 'string' | 'numeric' | 'boolean' | 'list' | 'map';

const ANY: FieldType = { is: 'any' };
const LEAF: FieldType = { is: 'leaf' };
const TEXT: FieldType = { is: 'leaf', of: 'string' };

/** The type of a kind's objects. */
export function fieldTypeOf({ schema, goType, resource }: Kind): FieldType {
  const object = schema ? schemaType(schema) : structType(goType ?? resource.kind);
  if (object.is !== 'map') return object;
  const metadata = structType('ObjectMeta');
  const own = new Map<string, FieldType>([
    ['apiVersion', TEXT],
    ['kind', TEXT],
    ['metadata', metadata],
  ]);
  return { ...object, field: (name) => own.get(name) ?? object.field(name) };
}

/** What a value of a type is made of, once the value is known. */
export function deduceType(type: FieldType, value: unknown): FieldType {
  if (type.is !== 'any') return type;
  return isObject(value) ? { is: 'map', field: () => undefined, others: ANY } : LEAF;
}

const schemaTypes = new WeakMap<Schema, FieldType>();

function schemaType(schema: Schema): FieldType {
  const known = schemaTypes.get(schema) ?? readSchema(schema);
  schemaTypes.set(schema, known);
  return known;
}

/** What else of a schema says how values are owned. */
interface Ownership {
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
}

function readSchema(schema: Schema & Ownership): FieldType {
  const { type, properties, additionalProperties, items } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  switch (type) {
    case 'array': {
      const listType = schema['x-kubernetes-list-type'];
      if (!items || (listType !== 'map' && listType !== 'set')) return { is: 'leaf', of: 'list' };
      const keys = schema['x-kubernetes-list-map-keys'] ?? [];
      return { is: 'list', keys, items: schemaType(items) };
    }
    case 'object': {
      if (schema['x-kubernetes-map-type'] === 'atomic') return { is: 'leaf', of: 'map' };
      const others = isOpen ? ANY : additionalProperties && schemaType(additionalProperties);
      return {
        is: 'map',
        field: (name) => {
          const found =
            properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
          return found && schemaType(found);
        },
        ...(others ? { others } : {}),
      };
    }
    case 'string':
      return TEXT;
    case 'boolean':
      return { is: 'leaf', of: 'boolean' };
    case 'integer':
    case 'number':
      return { is: 'leaf', of: 'numeric' };
    default:
      return isOpen ? ANY : LEAF;
  }
}

function structType(name: string): FieldType {
  const { fields, atomic } = goStruct(name);
  if (atomic) return { is: 'leaf', of: 'map' };
  return {
    is: 'map',
    field: (field) => {
      const type = fields.get(field);
      return type && readGo(type);
    },
  };
}

function readGo(type: GoType): FieldType {
  switch (type.is) {
    case 'struct':
      return type.orBool ? LEAF : structType(type.name);
    case 'map':
      return type.atomic
        ? { is: 'leaf', of: 'map' }
        : { is: 'map', field: () => undefined, others: readGo(type.values) };
    case 'list':
      if (type.keys.length === 0 && !type.set) return { is: 'leaf', of: 'list' };
      return { is: 'list', keys: type.keys, items: readGo(type.items) };
    case 'scalar':
      return scalarType(type.of);
  }
}

function scalarType(of: string): FieldType {
  if (of === 'any') return ANY;
  if (of === 'bool') return { is: 'leaf', of: 'boolean' };
  if (/^(?:int|float)\d/.test(of)) return { is: 'leaf', of: 'numeric' };
  return of === 'string' || of === 'types.UID' ? TEXT : LEAF;
}
