import type { Resource } from '../resources.ts';
import type { CustomResourceDefinition, PrinterColumn, Schema } from './schema.ts';

/** What differs between kontinue's kinds. */
export interface Kind {
  readonly resource: Resource;
  readonly shortName: string;
  readonly categories: readonly string[];
  readonly description: string;
  readonly spec: Schema;
  /** Absent: the kind has an open status, which no program writes yet. */
  readonly status?: Schema;
  /** False for a kind that may be made without a spec. Default true. */
  readonly specRequired?: boolean;
  readonly columns: readonly PrinterColumn[];
  readonly selectable?: readonly string[];
}

const OPEN_STATUS: Schema = {
  type: 'object',
  description: 'Written by workers.',
  'x-kubernetes-preserve-unknown-fields': true,
};

/** When the object was made, as `kubectl get` shows it for every kind. */
export const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};

/** The CustomResourceDefinition of one kind: namespaced, with a status subresource. */
export function definition(kind: Kind): CustomResourceDefinition {
  const { resource } = kind;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${resource.plural}.${resource.group}` },
    spec: {
      group: resource.group,
      scope: 'Namespaced',
      names: {
        kind: resource.kind,
        listKind: `${resource.kind}List`,
        plural: resource.plural,
        singular: resource.kind.toLowerCase(),
        shortNames: [kind.shortName],
        categories: kind.categories,
      },
      versions: [
        {
          name: resource.version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description: kind.description,
              ...(kind.specRequired === false ? {} : { required: ['spec'] }),
              properties: { spec: kind.spec, status: kind.status ?? OPEN_STATUS },
            },
          },
          subresources: { status: {} },
          additionalPrinterColumns: kind.columns,
          ...(kind.selectable
            ? { selectableFields: kind.selectable.map((jsonPath) => ({ jsonPath })) }
            : {}),
        },
      ],
    },
  };
}
