import type { ObjectMeta, OwnerReference } from '../../api/metadata.ts';
import { writeJson } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import { NAMESPACES } from '../kinds/resources.ts';
import { qualifiedName } from '../object.ts';
import type { Cause } from '../status.ts';
import { keyFaults, labelValueFaults, SUBDOMAIN, SUBDOMAIN_RULE, tooLong } from './labels.ts';
import { isObject } from './validate.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must " +
  "start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for " +
  "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const KNOWN: ReadonlySet<string> = new Set([
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
]);

const TEXTS: ReadonlySet<string> = new Set(['labels', 'annotations']);

const UNKEPT: ReadonlySet<string> = new Set(['managedFields', 'selfLink']);

/**
 * Metadata without fields that no object has, whose paths are added to `unknown`, and without
 * managedFields, which this server does not keep.
 */
export function pruneMetadata(metadata: object, unknown: string[]): Partial<ObjectMeta> {
  const entries = Object.entries(metadata).filter(([name, value]) => {
    if (!KNOWN.has(name)) unknown.push(`metadata.${name}`);
    return KNOWN.has(name) && !UNKEPT.has(name) && value !== null;
  });
  return Object.fromEntries(
    entries.map(([name, value]) => [name, TEXTS.has(name) ? withoutNulls(value) : value]),
  );
}

/** A map of texts, as Go reads it: a null is an empty text. */
function withoutNulls(texts: unknown): unknown {
  if (!isObject(texts)) return texts;
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text ?? '']));
}

/** What keeps metadata from being read at all, in the words of Go's decoder; undefined: nothing. */
export function metadataTypeError(metadata: unknown): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (!isObject(metadata)) return typeError(metadata, 'metadata', 'ObjectMeta');
  for (const name of ['name', 'generateName', 'namespace', 'uid', 'resourceVersion']) {
    const value = metadata[name];
    if (value !== undefined && value !== null && typeof value !== 'string') {
      return typeError(value, name, 'string');
    }
  }
  for (const name of TEXTS) {
    const map = metadata[name] ?? {};
    if (!isObject(map)) return typeError(map, name, 'map[string]string');
    const wrong = Object.values(map).find((value) => typeof (value ?? '') !== 'string');
    if (wrong !== undefined) return typeError(wrong, name, 'string');
  }
  return ['ownerReferences', 'finalizers']
    .filter((name) => !Array.isArray(metadata[name] ?? []))
    .map((name) => typeError(metadata[name], name, '[]'))[0];
}

function typeError(value: unknown, field: string, type: string): string {
  const given = isObject(value) ? 'object' : Array.isArray(value) ? 'array' : typeof value;
  return `json: cannot unmarshal ${given} into Go struct field ObjectMeta.${field} of type ${type}`;
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

function ownerCauses(owners: readonly OwnerReference[]): readonly Cause[] {
  return owners.flatMap(({ apiVersion, kind, name, uid }) => {
    const empty = (field: string, value: string | undefined, why = 'must not be empty') =>
      value ? [] : [wrong(`metadata.ownerReferences.${field}`, '', why)];
    return [
      ...empty('apiVersion', apiVersion, 'version must not be empty'),
      ...empty('kind', kind),
      ...empty('name', name),
      ...empty('uid', uid),
    ];
  });
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
