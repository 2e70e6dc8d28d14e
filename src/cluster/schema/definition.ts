import type { Cause } from '../status.ts';
import { patternFault } from './pattern.ts';
import { isObject } from './validate.ts';

type Fields = Readonly<Record<string, unknown>>;

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];

/**
 * What is wrong with a CustomResourceDefinition that has been read by its type: of all that the real
 * server checks, that without which its kind could not be served.
 */
export function definitionCauses(name: string | undefined, spec: Fields): readonly Cause[] {
  const { group, scope, names, versions } = spec;
  const { plural, kind } = fieldsOf(names);
  return [
    ...(name === `${plural}.${group}`
      ? []
      : [invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group')]),
    ...required('spec.group', group),
    ...scopeCauses(scope),
    ...versionsCauses(itemsOf(versions), versions),
    ...required('spec.names.plural', plural),
    ...required('spec.names.kind', kind),
  ];
}

function scopeCauses(scope: unknown): readonly Cause[] {
  if (scope === undefined) return required('spec.scope', scope);
  if (scope === 'Cluster' || scope === 'Namespaced') return [];
  return [unsupported('spec.scope', scope, ['Cluster', 'Namespaced'])];
}

function versionsCauses(versions: readonly Fields[], sent: unknown = null): readonly Cause[] {
  const causes = versions.flatMap((version, index) => versionCauses(version, index, versions));
  const names = versions.map((version) => version.name);
  if (new Set(names).size < names.length) {
    causes.push(invalid('spec.versions', sent, 'must contain unique version names'));
  }
  if (versions.filter((version) => version.storage === true).length === 1) return causes;
  const why = 'must have exactly one version marked as storage version';
  return [...causes, invalid('spec.versions', sent, why)];
}

function versionCauses(version: Fields, index: number, all: readonly Fields[]): Cause[] {
  const place = `spec.versions[${index}]`;
  const alone = all.length === 1;
  const root = fieldsOf(version.schema).openAPIV3Schema;
  const path = alone ? 'spec.validation.openAPIV3Schema' : `${place}.schema.openAPIV3Schema`;
  const columns = `${alone ? 'spec' : place}.additionalPrinterColumns`;
  return [
    ...required(`${place}.name`, version.name),
    ...(isObject(root)
      ? rootCauses(root, path)
      : required(`${place}.schema.openAPIV3Schema`, root)),
    ...itemsOf(version.additionalPrinterColumns).flatMap((column, at) =>
      columnCauses(column, `${columns}[${at}]`),
    ),
  ];
}

function columnCauses({ name, type, jsonPath }: Fields, place: string): readonly Cause[] {
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  return [
    ...required(`${place}.name`, name),
    ...(type === undefined
      ? required(`${place}.type`, type, types)
      : COLUMN_TYPES.includes(String(type))
        ? []
        : [invalid(`${place}.type`, type, types)]),
    ...required(`${place}.JSONPath`, jsonPath),
  ];
}

function rootCauses(root: Fields, path: string): readonly Cause[] {
  if (root.type === undefined) {
    return required(`${path}.type`, undefined, 'must not be empty at the root');
  }
  const causes = schemaCauses(root, path);
  if (root.type === 'object') return causes;
  return [...causes, invalid(`${path}.type`, root.type, 'must be object at the root')];
}

function schemaCauses(schema: Fields, path: string): readonly Cause[] {
  const { type, pattern, items, additionalProperties } = schema;
  const fault = typeof pattern === 'string' ? patternFault(pattern) : undefined;
  return [
    ...(type === undefined || TYPES.includes(String(type))
      ? []
      : [unsupported(`${path}.type`, type, TYPES)]),
    ...(fault === undefined
      ? []
      : [
          invalid(
            `${path}.pattern`,
            pattern,
            `must be a valid regular expression, but isn't: ${fault}`,
          ),
        ]),
    ...Object.entries(fieldsOf(schema.properties)).flatMap(([name, property]) =>
      schemaCauses(fieldsOf(property), `${path}.properties[${name}]`),
    ),
    ...(isObject(items) ? schemaCauses(items, `${path}.items`) : []),
    ...(isObject(additionalProperties)
      ? schemaCauses(additionalProperties, `${path}.additionalProperties`)
      : []),
  ];
}

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function itemsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function required(field: string, value: unknown, why = ''): readonly Cause[] {
  if (value !== undefined && value !== '') return [];
  const message = why === '' ? 'Required value' : `Required value: ${why}`;
  return [{ reason: 'FieldValueRequired', message, field }];
}

function invalid(field: string, value: unknown, why: string): Cause {
  const message = `Invalid value: ${JSON.stringify(value)}: ${why}`;
  return { reason: 'FieldValueInvalid', message, field };
}

function unsupported(field: string, value: unknown, supported: readonly string[]): Cause {
  const values = supported.map((one) => JSON.stringify(one)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${values}`;
  return { reason: 'FieldValueNotSupported', message, field };
}
