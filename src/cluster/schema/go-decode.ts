import { hasFormat } from './format.ts';
import { type GoType, goName, goStruct, type Scalar, shortName } from './go-types.ts';
import { isObject } from './validate.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What keeps a value from being read into a Go type, in the message of Go's decoder. */
export class GoTypeError extends Error {
  override readonly name = 'GoTypeError';
}

/** Where a value stands. */
interface Place {
  /** The struct that holds the field; empty at the root. */
  readonly struct: string;
  /** The names of the fields down to it, without indexes: `spec.containers.image`. */
  readonly fields: string;
  /** Its full path: `spec.containers[0].image`. */
  readonly path: string;
}

/**
 * Reads an object as a Go struct: without the fields that the struct does not have, whose paths are
 * added to `unknown`, and without nulls, which say nothing there. Throws GoTypeError for a value of
 * another type. `path` is where the object stands, such as `metadata`.
 */
export function decodeStruct(name: string, value: unknown, unknown: string[], path = ''): Fields {
  const decode = new Decode(unknown);
  const place = { struct: '', fields: '', path };
  return decode.value({ is: 'struct', name }, value, place) as Fields;
}

class Decode {
  readonly #unknown: string[];

  constructor(unknown: string[]) {
    this.#unknown = unknown;
  }

  value(type: GoType, value: unknown, place: Place): unknown {
    switch (type.is) {
      case 'scalar':
        return scalar(type.of, value, place);
      case 'list':
        if (!Array.isArray(value)) throw wrongType(type, value, place);
        return value.map((item, index) =>
          this.value(type.items, item ?? zero(type.items), {
            ...place,
            path: `${place.path}[${index}]`,
          }),
        );
      case 'map':
        return this.#map(type, value, place);
      case 'struct':
        if (type.orBool && typeof value === 'boolean') return value;
        return this.#struct(type, value, place);
    }
  }

  #map(type: Extract<GoType, { is: 'map' }>, value: unknown, place: Place): unknown {
    if (!isObject(value)) throw wrongType(type, value, place);
    const entries = Object.entries(value).map(([key, part]) => [
      key,
      this.value(type.values, part ?? zero(type.values), place),
    ]);
    return Object.fromEntries(entries);
  }

  #struct(type: Extract<GoType, { is: 'struct' }>, value: unknown, place: Place): Fields {
    if (!isObject(value)) throw wrongType(type, value, place);
    const { fields } = goStruct(type.name);
    const kept: [string, unknown][] = [];
    for (const [name, part] of Object.entries(value)) {
      const field = fields.get(name);
      const path = place.path === '' ? name : `${place.path}.${name}`;
      if (!field) this.#unknown.push(path);
      else if (part !== null && part !== undefined) {
        const names = place.fields === '' ? name : `${place.fields}.${name}`;
        kept.push([
          name,
          this.value(field, part, { struct: shortName(type.name), fields: names, path }),
        ]);
      }
    }
    return Object.fromEntries(kept);
  }
}

/** What a null is in a list or map. */
function zero(type: GoType): unknown {
  if (type.is === 'list') return [];
  if (type.is === 'map' || type.is === 'struct') return {};
  return type.of in ZEROS ? ZEROS[type.of] : '';
}

const ZEROS: Partial<Record<Scalar, unknown>> = {
  any: null,
  bool: false,
  int32: 0,
  int64: 0,
  float64: 0,
  'resource.Quantity': 0,
  'intstr.IntOrString': 0,
};

const INT32 = 2n ** 31n;
const INT64 = 2n ** 63n;
const QUANTITY = /^[+-]?[0-9.]+[eEinumkKMGTP]*[-+]?[0-9]*$/;
const LAYOUTS: Partial<Record<Scalar, string>> = {
  'v1.Time': '2006-01-02T15:04:05Z07:00',
  'v1.MicroTime': '2006-01-02T15:04:05.000000Z07:00',
};

function scalar(type: Scalar, value: unknown, place: Place): unknown {
  const as = (name: string) => wrongType({ is: 'scalar', of: type }, value, place, name);
  switch (type) {
    case 'any':
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw as(type);
      return value;
    case 'float64':
      if (typeof value !== 'number' && typeof value !== 'bigint') throw as(type);
      return value;
    case 'int32':
    case 'int64':
      if (!isInteger(value, type === 'int32' ? INT32 : INT64)) throw as(type);
      return value;
    case 'intstr.IntOrString':
      if (typeof value !== 'string' && !isInteger(value, INT32)) throw as('int32');
      return value;
    case 'resource.Quantity':
      if (!isQuantity(value))
        throw new GoTypeError(
          `quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
        );
      return value;
    case 'v1.Time':
    case 'v1.MicroTime':
      if (typeof value !== 'string') throw as('string');
      return time(value, LAYOUTS[type] ?? '');
    default:
      if (typeof value !== 'string') throw as(type === '[]uint8' ? '[]uint8' : type);
      return value;
  }
}

function isInteger(value: unknown, bound: bigint): boolean {
  if (typeof value === 'number' && !Number.isInteger(value)) return false;
  if (typeof value !== 'number' && typeof value !== 'bigint') return false;
  const whole = BigInt(value);
  return whole >= -bound && whole < bound;
}

function isQuantity(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && QUANTITY.test(value));
}

function time(value: string, layout: string): string {
  if (hasFormat('date-time', value)) return value;
  const shown = JSON.stringify(value);
  throw new GoTypeError(`parsing time ${shown} as "${layout}": cannot parse ${shown} as "2006"`);
}

function wrongType(type: GoType, value: unknown, place: Place, name = goName(type)): GoTypeError {
  const where =
    place.fields === '' ? 'Go value' : `Go struct field ${place.struct}.${place.fields}`;
  return new GoTypeError(
    `json: cannot unmarshal ${describeValue(value, type)} into ${where} of type ${name}`,
  );
}

/** What a value is to Go. Of a number that would not fit it says which. */
function describeValue(value: unknown, type: GoType): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  const wantsInteger = type.is === 'scalar' && /^int/.test(type.of);
  if (isNumber) return wantsInteger ? `number ${value}` : 'number';
  return typeof value;
}
