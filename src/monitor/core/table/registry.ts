import { SUSPENSIONS } from '../views/suspensions.ts';
import type { TableSpec } from './spec.ts';
import type { TableId, TableRows } from './table.ts';

/** Every table besides that of the executions; each is a view of its own. */
export const TABLES: { readonly [K in TableId]: TableSpec<TableRows[K]> } = {
  suspensions: SUSPENSIONS,
};

export const TABLE_IDS: readonly TableId[] = Object.values(TABLES).map(({ id }) => id);

export function isTable(pane: string): pane is TableId {
  return Object.hasOwn(TABLES, pane);
}
