import { BUILT_IN_TYPES } from './built-in-types.ts';

/** What a field may hold, as Go declares it. */
export type GoType =
  | { readonly is: 'scalar'; readonly of: Scalar }
  | {
      readonly is: 'list';
      readonly items: GoType;
      readonly keys: readonly string[];
      readonly set: boolean;
    }
  | { readonly is: 'map'; readonly values: GoType; readonly atomic: boolean }
  | {
      readonly is: 'struct';
      readonly name: string /** A bool will do, too. */;
      readonly orBool?: true;
    };

/** A Go struct. */
export interface GoStruct {
  readonly fields: ReadonlyMap<string, GoType>;
  /** Whether appliers own it whole. */
  readonly atomic: boolean;
}

/** What scalars are called in `built-in-types.ts`. */
const SCALARS = {
  s: 'string',
  u: 'types.UID',
  b: 'bool',
  i: 'int32',
  l: 'int64',
  d: 'float64',
  T: 'v1.Time',
  M: 'v1.MicroTime',
  q: 'resource.Quantity',
  k: 'intstr.IntOrString',
  y: '[]uint8',
  p: 'v1.DeletionPropagation',
  x: 'any',
} as const;

export type Scalar = (typeof SCALARS)[keyof typeof SCALARS];

let structs: ReadonlyMap<string, GoStruct> | undefined;

/** A struct by its name, such as `ObjectMeta`. */
export function goStruct(name: string): GoStruct {
  structs ??= readStructs(BUILT_IN_TYPES);
  const found = structs.get(name);
  if (!found) throw new Error(`there is no type ${name}`);
  return found;
}

/** How Go names a type: `[]v1.Container`. */
export function goName(type: GoType): string {
  switch (type.is) {
    case 'scalar':
      return type.of;
    case 'list':
      return `[]${goName(type.items)}`;
    case 'map':
      return `map[string]${goName(type.values)}`;
    case 'struct':
      return `v1.${shortName(type.name)}`;
  }
}

/** The name of a struct without its package: `Event` of `events.Event`. */
export function shortName(struct: string): string {
  return struct.split('.').at(-1) ?? struct;
}

function readStructs(text: string): ReadonlyMap<string, GoStruct> {
  const lines = text
    .trim()
    .replaceAll(/\n {2}/g, ' ')
    .split('\n');
  return new Map(
    lines.map((line) => {
      const [head = '', ...fields] = line.split(' ');
      const read = fields.map((field) => {
        const [name = '', type = ''] = field.split(/:(.*)/);
        return [name, readType(type)] as const;
      });
      const struct = { fields: new Map(read), atomic: head.endsWith('!') };
      return [head.replace('!', ''), struct];
    }),
  );
}

function readType(text: string): GoType {
  const [, list, keys, set, map, atomic] =
    /^(?:\[(.+?)(?:\/([\w,]+))?(\+)?\]|\{(.+)\}(!)?)$/.exec(text) ?? [];
  if (list !== undefined) {
    return { is: 'list', items: readType(list), keys: keys?.split(',') ?? [], set: set === '+' };
  }
  if (map !== undefined) return { is: 'map', values: readType(map), atomic: atomic === '!' };
  if (text === 'o') return { is: 'struct', name: 'JSONSchemaProps', orBool: true };
  if (text.length > 1) return { is: 'struct', name: text };
  return { is: 'scalar', of: SCALARS[text as keyof typeof SCALARS] };
}
