import type { ObjectMeta, OwnerReference } from '../../api/metadata.ts';
import { writeJson } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import { NAMESPACES } from '../kinds/resources.ts';
import { qualifiedName } from '../object.ts';
import type { Cause } from '../status.ts';
import { decodeStruct } from './go-decode.ts';
import { keyFaults, labelValueFaults, SUBDOMAIN, SUBDOMAIN_RULE, tooLong } from './labels.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must " +
  "start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for " +
  "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

/**
 * Metadata as it is kept: without fields that no object has, whose paths are added to `unknown`, and
 * without what says nothing. Throws GoTypeError for a field of another type.
 */
export function readMetadata(metadata: unknown, unknown: string[]): Partial<ObjectMeta> {
  return pickMetadata(decodeStruct('ObjectMeta', metadata ?? {}, unknown, 'metadata'));
}

/** Metadata, already read, without empty lists and maps, and without links, which no server keeps. */
export function pickMetadata(metadata: object): Partial<ObjectMeta> {
  const said = Object.entries(metadata).filter(
    ([name, value]) =>
      name !== 'selfLink' && (typeof value !== 'object' || Object.keys(value).length > 0),
  );
  return Object.fromEntries(said);
}

/** What is wrong with an object's metadata. */
export function validateMetadata(kind: Kind, metadata: ObjectMeta): readonly Cause[] {
  return [
    ...nameCauses(kind, metadata.name),
    ...prefixCauses(metadata.generateName ?? ''),
    ...labelCauses(metadata.labels ?? {}),
    ...Object.keys(metadata.annotations ?? {}).flatMap((key) =>
      keyCauses('metadata.annotations', key, key.toLowerCase()),
    ),
    ...(metadata.finalizers ?? []).flatMap((name) => keyCauses('metadata.finalizers', name)),
    ...ownerCauses(metadata.ownerReferences ?? []),
    ...controllerCauses(metadata.ownerReferences ?? []),
  ];
}

function prefixCauses(prefix: string): readonly Cause[] {
  const why = 'must be no more than 253 characters';
  return prefix.length > 253 ? [wrong('metadata.generateName', prefix, why)] : [];
}

function keyCauses(field: string, key: string, read = key): readonly Cause[] {
  return keyFaults(read).map((why) => wrong(field, key, why));
}

function nameCauses(kind: Kind, name: string): readonly Cause[] {
  const isNamespace = qualifiedName(kind.resource) === qualifiedName(NAMESPACES);
  const field = 'metadata.name';
  const causes: Cause[] = [];
  const longest = isNamespace ? 63 : 253;
  if (name.length > longest) causes.push(wrong(field, name, tooLong(longest)));
  if (!(isNamespace ? LABEL : SUBDOMAIN).test(name)) {
    causes.push(wrong(field, name, isNamespace ? LABEL_RULE : SUBDOMAIN_RULE));
  }
  // A Job's name becomes a label of its pods, and that is where the real server finds it too long.
  if (kind.resource.kind === 'Job' && name.length > 63) {
    causes.push(wrong('spec.template.labels', name, tooLong(63)));
  }
  return causes;
}

function labelCauses(labels: Readonly<Record<string, string>>): readonly Cause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyCauses('metadata.labels', key),
    ...labelValueFaults(value).map((why) => wrong('metadata.labels', value, why)),
  ]);
}

function ownerCauses(owners: readonly Partial<OwnerReference>[]): readonly Cause[] {
  return owners.flatMap((owner) => {
    const { apiVersion = '', kind = '', name = '', uid = '' } = owner;
    const must = (field: string, value: string, holds: boolean, why = 'must not be empty') =>
      holds ? [] : [wrong(`metadata.ownerReferences.${field}`, value, why)];
    const causes = [
      ...must('apiVersion', apiVersion, namesVersion(apiVersion), 'version must not be empty'),
      ...must('kind', kind, kind !== ''),
      ...must('name', name, name !== ''),
      ...must('uid', uid, uid !== ''),
    ];
    if (kind !== 'Event' || apiVersion !== 'v1') return causes;
    const why = '/v1, Kind=Event is disallowed from being an owner';
    return [...causes, wrong('metadata.ownerReferences', owner, why)];
  });
}

/** `v1` or `GROUP/v1`. */
function namesVersion(apiVersion: string): boolean {
  return /^(?:[^/]*\/)?[^/]+$/.test(apiVersion);
}

function controllerCauses(owners: readonly OwnerReference[]): readonly Cause[] {
  const [first, second] = owners.filter((owner) => owner.controller);
  if (!first || !second) return [];
  const why =
    'Only one reference can have Controller set to true. Found "true" in references for ' +
    `${first.kind}/${first.name} and ${second.kind}/${second.name}`;
  return [wrong('metadata.ownerReferences', owners, why)];
}

function wrong(field: string, value: unknown, why: string): Cause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${writeJson(value)}: ${why}`,
    field,
  };
}
