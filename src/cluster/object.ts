import type { KubeObject, ObjectMeta } from '../api/metadata.ts';
import type { Resource } from '../api/resources.ts';
import { writeJson } from './json.ts';

/** Any object of the API. Objects are never changed in place: a write makes a new one (ours). */
export type ApiObject = KubeObject & { readonly [field: string]: unknown };

/**
 * An object that is to be created: the storage gives it a name (from generateName), uid and time
 * (ours).
 */
export interface Draft {
  /** Default: its resource's. */
  readonly apiVersion?: string | undefined;
  /** Default: its resource's. */
  readonly kind?: string | undefined;
  /** At least a name, or a `generateName`. */
  readonly metadata: Partial<ObjectMeta>;
}

/** An object with what the storage gives to each (ours). */
export type Stored<T extends Draft = ApiObject> = Omit<T, 'metadata'> & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta & {
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
  };
};

/** `batch/v1`, or `v1` of the core group. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** `executions.kontinue.cloud`, or `pods` of the core group: how errors and CRDs name a resource. */
export function qualifiedName(resource: Resource): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

/** The place of an object among those of its resource; lists are sorted by it. */
export function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

const serialised = new WeakMap<object, string>();

/** An object as JSON, made once however often it is listed and watched. */
export function toJson(object: object): string {
  const known = serialised.get(object);
  if (known !== undefined) return known;
  const json = writeJson(object);
  serialised.set(object, json);
  return json;
}

/** A value as JSON with the fields of its objects by name, as Go writes maps. */
export function canonicalJson(value: unknown): string {
  return writeJson(sortFields(value));
}

function sortFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortFields);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, part]) => [key, sortFields(part)]));
}

/** Whether two values of JSON say the same. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) && a.length === b.length && a.every((item, i) => isSameJson(item, b[i]))
    );
  }
  if (Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  const [from, to] = [a as Fields, b as Fields];
  return names.every((name) => Object.hasOwn(b, name) && isSameJson(from[name], to[name]));
}

type Fields = Readonly<Record<string, unknown>>;
