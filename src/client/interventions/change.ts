import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../api/metadata.ts';

/** Fields to set, by name. Undefined removes one. */
export type Fields = Readonly<Record<string, unknown>>;

/** One change of an object's status or of its spec. */
export interface Change {
  readonly part: 'spec' | 'status';
  readonly fields: Fields;
  /** Replaces each field, nulls included, instead of merging. */
  readonly whole?: boolean;
}

/** A change that an intervention plans. */
export interface PlannedChange<T extends KubeObject> extends Change {
  /** The fields that the cluster must keep for the change to have an effect. */
  readonly essential: readonly string[];
  /**
   * Whether exactly this change was made, judged from a newer version of the object, by something
   * that only this change can have left there. Undefined: it cannot be determined.
   */
  readonly isMade: (current: T) => boolean | undefined;
}

/** An operation of a JSON patch (RFC 6902). */
interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** The patch of a change, which the server refuses if the object changed since it was read. */
export function patchOf(object: KubeObject, change: Change): object {
  return change.whole ? jsonPatch(object, change) : mergePatch(object, change);
}

function mergePatch(object: KubeObject, { part, fields }: Change): object {
  const { resourceVersion } = object.metadata;
  const nulled = Object.entries(fields).map(([name, value]) => [name, value ?? null]);
  return { metadata: { resourceVersion }, [part]: Object.fromEntries(nulled) };
}

/** `replace` of the version: a stale one then answers 409, which `test` would not. */
function jsonPatch(object: KubeObject, { part, fields }: Change): readonly Operation[] {
  const before = partOf(object, part);
  const operations: Operation[] = [
    { op: 'replace', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion },
  ];
  if (before === undefined) operations.push({ op: 'add', path: `/${part}`, value: {} });
  for (const [name, value] of Object.entries(fields)) {
    const path = `/${part}/${name}`;
    if (value !== undefined) operations.push({ op: 'add', path, value });
    else if (before?.[name] !== undefined) operations.push({ op: 'remove', path });
  }
  return operations;
}

/** Whether a field of an answer has the value that was sent. */
type IsKept = (sent: unknown, there: unknown) => boolean;

/** The fields that were sent and that an answer does not have, such as `status.retries`. */
export function prunedFields(
  answer: KubeObject,
  change: Change,
  isKept: IsKept = isDeepStrictEqual,
): readonly string[] {
  const part = partOf(answer, change.part) ?? {};
  return missing(change.fields, part, change.part, isKept);
}

/** Whether an object has the fields of a change. */
export function isApplied(object: KubeObject, change: Change): boolean {
  return prunedFields(object, change).length === 0;
}

/** The fields that were not kept and that belong to the essential ones. */
export function essentialOf(
  pruned: readonly string[],
  { part, essential }: Pick<PlannedChange<KubeObject>, 'part' | 'essential'>,
): readonly string[] {
  const paths = essential.map((name) => `${part}.${name}`);
  return pruned.filter((field) => paths.some((p) => field === p || field.startsWith(`${p}.`)));
}

/** The fields that were kept, as `status.message`. */
export function keptFields({ part, fields }: Change, pruned: readonly string[]): readonly string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `${part}.${name}`)
    .filter((path) => !pruned.some((field) => field === path || field.startsWith(`${path}.`)));
}

/** The text of a change: its fields. */
export function nameOf({ part, fields }: Change): string {
  return Object.entries(fields)
    .map(([name, value]) => [part, name, ...(isRecord(value) ? Object.keys(value) : [])].join('.'))
    .join(' and ');
}

function missing(sent: Fields, kept: Fields, path: string, isKept: IsKept): readonly string[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    const here = `${path}.${name}`;
    const there = kept[name];
    if (value === undefined) return there === undefined || there === null ? [] : [here];
    if (isRecord(value) && isRecord(there)) return missing(value, there, here, isKept);
    return isKept(value, there) ? [] : [here];
  });
}

function partOf(object: KubeObject, part: Change['part']): Fields | undefined {
  const value: unknown = (object as KubeObject & { readonly [key: string]: unknown })[part];
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
