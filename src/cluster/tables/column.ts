import type { PrinterColumn } from '../../api/crds/schema.ts';
import { writeJson } from '../json.ts';
import type { Stored } from '../object.ts';
import { age } from './age.ts';
import { isJsonPath, jsonPath } from './json-path.ts';

export type Cell = string | number | bigint | boolean | null;

/** One column of a Table. Priority 1 is shown by `kubectl get -o wide` only. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
  readonly cell: (object: Stored, now: number) => Cell;
}

/** A column of a built-in kind. */
export function column(
  name: string,
  cell: Column['cell'],
  options: {
    readonly type?: string;
    readonly priority?: number;
    readonly description?: string;
  } = {},
): Column {
  const { type = 'string', priority = 0, description = '' } = options;
  return { name, type, format: '', description, priority, cell };
}

/** The first column of nearly every kind. */
export const NAME: Column = {
  ...column('Name', (object) => object.metadata.name, {
    description: 'Name must be unique within a namespace.',
  }),
  format: 'name',
};

/** When it was made, as built-in kinds show it. */
export const AGE: Column = column('Age', (object, now) =>
  age(object.metadata.creationTimestamp, now),
);

/** A column that a CustomResourceDefinition declares. */
export function declaredColumn(declared: PrinterColumn): Column {
  const read = readPath(declared.jsonPath);
  return {
    name: declared.name,
    type: declared.type,
    format: '',
    description:
      declared.description ??
      `Custom resource definition column (in JSONPath format): ${declared.jsonPath}`,
    priority: declared.priority ?? 0,
    cell: (object, now) => cellOf(declared.type, read(object), now),
  };
}

/** What a column shows; one whose path cannot be read stays empty, as on the real server. */
function readPath(path: string): (object: unknown) => unknown {
  return isJsonPath(path) ? jsonPath(path) : () => undefined;
}

/** A value that does not fit its column's type is left empty, as the real server does. */
function cellOf(type: PrinterColumn['type'], value: unknown, now: number): Cell {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? age(value, now)
        : '<invalid>';
    case 'integer':
      return typeof value === 'bigint'
        ? value
        : typeof value === 'number'
          ? Math.trunc(value)
          : null;
    case 'number':
      return typeof value === 'bigint' || typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'string':
      return typeof value === 'object' ? writeJson(value) : String(value);
  }
}
