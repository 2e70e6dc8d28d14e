import { writeJson } from '../json.ts';
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
  const rows = objects.map((object) =>
    rowJson(columns, object, options.now, objectOfRow(object, options.include)),
  );
  return tableOf(columns, rows, options);
}

/** The Table that a bookmark is: one row about nothing, with which the bookmark rides as JSON. */
export function bookmarkTableJson(
  columns: readonly Column[],
  bookmark: string,
  options: { readonly now: number; readonly metadata: object; readonly heads: boolean },
): string {
  return tableOf(columns, [rowJson(columns, NOTHING, options.now, bookmark)], options);
}

/** What columns read where there is no object: nothing but an empty name. */
const NOTHING: Stored = JSON.parse('{"metadata":{"name":""}}');

function rowJson(columns: readonly Column[], object: Stored, now: number, rides: string): string {
  const cells = writeJson(columns.map((column) => column.cell(object, now)));
  return `{"cells":${cells},"object":${rides}}`;
}

function tableOf(
  columns: readonly Column[],
  rows: readonly string[],
  { metadata, heads }: { readonly metadata: object; readonly heads: boolean },
): string {
  const definitions = heads ? columns.map(({ cell: _, ...head }) => head) : null;
  return (
    `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(metadata)},` +
    `"columnDefinitions":${JSON.stringify(definitions)},"rows":[${rows.join(',')}]}`
  );
}

/** Only the metadata of an object, as JSON. */
export function partialJson(object: { readonly metadata: object }): string {
  return (
    '{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1",' +
    `"metadata":${JSON.stringify(object.metadata)}}`
  );
}

function objectOfRow(object: Stored, include: IncludeObject): string {
  if (include === 'None') return 'null';
  return include === 'Object' ? toJson(object) : partialJson(object);
}
