import type { Kind } from '../kinds/kind.ts';
import { apiVersionOf } from '../object.ts';
import { isObject } from '../schema/validate.ts';
import { FieldSet, readFieldsV1 } from './field-set.ts';

/** Who writes, and how. */
export interface Writer {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
}

/** A writer, and the fields that it owns. */
export interface Manager extends Writer {
  /** When it last changed something: RFC 3339. */
  readonly time?: string;
  readonly fields: FieldSet;
}

/** Whether two writers are one. */
export function isSameWriter(a: Writer, b: Writer): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    a.subresource === b.subresource
  );
}

/** The managers of an object's managedFields. Undefined: there are none, or they cannot be read. */
export function readManagers(managedFields: unknown): readonly Manager[] | undefined {
  if (!Array.isArray(managedFields) || managedFields.length === 0) return undefined;
  const managers = managedFields.map(readManager);
  return managers.includes(undefined) ? undefined : (managers as readonly Manager[]);
}

function readManager(entry: unknown): Manager | undefined {
  if (!isObject(entry)) return undefined;
  const { manager = '', operation, apiVersion, subresource, time, fieldsV1 } = entry;
  const fields = readFieldsV1(fieldsV1);
  if (operation !== 'Apply' && operation !== 'Update') return undefined;
  if (!fields || typeof manager !== 'string' || typeof apiVersion !== 'string') return undefined;
  return {
    manager,
    operation,
    apiVersion,
    fields,
    ...(typeof time === 'string' ? { time } : {}),
    ...(typeof subresource === 'string' ? { subresource } : {}),
  };
}

/** managedFields: appliers first, then by time and name. */
export function writeManagers(managers: readonly Manager[]): readonly object[] {
  return managers
    .filter(({ fields }) => !fields.isEmpty)
    .toSorted(
      (a, b) =>
        order(a.operation, b.operation) ||
        order(a.time, b.time) ||
        order(a.manager, b.manager) ||
        order(a.apiVersion, b.apiVersion) ||
        order(a.subresource, b.subresource),
    )
    .map(({ manager, operation, apiVersion, time, fields, subresource }) => ({
      manager,
      operation,
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: fields.toFieldsV1(),
      ...(subresource === undefined ? {} : { subresource }),
    }));
}

function order(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Only the server writes these fields: no manager owns them. */
const UNOWNED = ['apiVersion', 'kind'];
const UNOWNED_METADATA = [
  ...['name', 'namespace', 'generateName', 'selfLink', 'uid', 'resourceVersion', 'generation'],
  ...['creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'managedFields'],
];

/** The fields of a set that a writer may own: of a subresource that, else all but the subresource. */
export function selectOwnable(
  kind: Kind,
  fields: FieldSet,
  subresource: string | undefined,
): FieldSet {
  const owned = new FieldSet();
  for (const [step, below] of fields.children) {
    const name = step.slice(2);
    const isStatus = name === 'status' && kind.subresources.includes('status');
    if (UNOWNED.includes(name) || isStatus !== (subresource === 'status')) continue;
    const child = name === 'metadata' ? ownableMetadata(below) : below;
    if (!child.isEmpty) owned.children.set(step, child);
  }
  return owned;
}

function ownableMetadata(fields: FieldSet): FieldSet {
  const owned = new FieldSet();
  for (const [step, below] of fields.children) {
    if (!UNOWNED_METADATA.includes(step.slice(2))) owned.children.set(step, below);
  }
  return owned;
}

/** What there is before anything has been written: of built-in kinds, empty structs. */
export function nothing({ schema, resource }: Kind): object {
  const type = { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata: {} };
  return schema ? type : { ...type, spec: {}, status: {} };
}
