import { StatusError } from '../status.ts';
import { type FieldSet, pathText } from './field-set.ts';
import type { Writer } from './managers.ts';

/** Fields that another manager owns. */
export interface Conflict {
  readonly manager: Writer;
  readonly fields: FieldSet;
}

/** 409: what would be taken from whom. */
export function conflictOf(conflicts: readonly Conflict[]): StatusError {
  const causes = conflicts.flatMap(({ manager, fields }) =>
    fields.paths().map((path) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${managerText(manager)}`,
      field: pathText(path),
    })),
  );
  const [only] = causes;
  const message =
    only && causes.length === 1
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${conflicts.map(lines).join('\n')}`;
  return new StatusError(409, 'Conflict', message, { causes });
}

function lines({ manager, fields }: Conflict): string {
  const paths = fields.paths().map((path) => `- ${pathText(path)}`);
  return [`conflicts with ${managerText(manager)}:`, ...paths].join('\n');
}

function managerText({ manager, operation, apiVersion, subresource }: Writer): string {
  const where = subresource === undefined ? '' : ` with subresource "${subresource}"`;
  const how = operation === 'Update' ? ` using ${apiVersion}` : '';
  return `${JSON.stringify(manager)}${where}${how}`;
}
