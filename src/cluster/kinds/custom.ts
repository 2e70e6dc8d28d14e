import type { CustomResourceDefinition } from '../../api/crds/schema.ts';
import { AGE, declaredColumn, NAME } from '../tables/column.ts';
import { isJsonPath, jsonPath } from '../tables/json-path.ts';
import type { Kind } from './kind.ts';

/** What can be done to objects of custom kinds, in the order in which the real server tells it. */
const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The kind that a CustomResourceDefinition declares, in its storage version. */
export function customKind(definition: CustomResourceDefinition): Kind | undefined {
  const { group, names, scope, versions } = definition.spec;
  const version = versions.find(({ served, storage }) => served && storage);
  if (!version) return undefined;
  const declared = version.additionalPrinterColumns?.map(declaredColumn);
  return {
    resource: { group, version: version.name, kind: names.kind, plural: names.plural },
    singular: names.singular ?? names.kind.toLowerCase(),
    namespaced: scope !== 'Cluster',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    verbs: VERBS,
    subresources: version.subresources?.status ? ['status'] : [],
    columns: [NAME, ...(declared ?? [{ ...AGE, type: 'date' }])],
    selectable: Object.fromEntries(
      (version.selectableFields ?? [])
        .filter(({ jsonPath: path }) => isJsonPath(path))
        .map((field) => {
          const read = jsonPath(field.jsonPath);
          return [field.jsonPath.slice(1), (object: object) => String(read(object) ?? '')];
        }),
    ),
    schema: version.schema.openAPIV3Schema,
  };
}
