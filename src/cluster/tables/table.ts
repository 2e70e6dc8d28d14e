import { type Stored, toJson } from '../object.ts';
import type { Column } from './column.ts';

/** How much of each object rides in its row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** A metav1.Table as JSON. Without `heads` its columns are null: a watch sends them once. */
export function tableJson(
  columns: readonly Column[],
  objects: readonly Stored[],
  options: {
    readonly now: number;
    readonly include: IncludeObject;
    readonly metadata: object;
    readonly heads: boolean;
  },
): string {
  const rows = objects.map((object) => {
    const cells = JSON.stringify(columns.map((column) => column.cell(object, options.now)));
    return `{"cells":${cells}${riding(object, options.include)}}`;
  });
  const definitions = options.heads ? columns.map(({ cell: _, ...head }) => head) : null;
  return (
    `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(options.metadata)},` +
    `"columnDefinitions":${JSON.stringify(definitions)},"rows":[${rows.join(',')}]}`
  );
}

/** Only the metadata of an object, as JSON. */
export function partialJson(object: Stored): string {
  return (
    '{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1",' +
    `"metadata":${JSON.stringify(object.metadata)}}`
  );
}

function riding(object: Stored, include: IncludeObject): string {
  if (include === 'None') return ',"object":null';
  return `,"object":${include === 'Object' ? toJson(object) : partialJson(object)}`;
}
