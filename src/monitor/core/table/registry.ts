import { EXECUTIONS } from '../executions/table.ts';
import { SUSPENSIONS } from '../views/suspensions.ts';
import type { TableSpec, TableView } from './spec.ts';
import type { TableId, TableRows, TableViewId } from './table.ts';

/** Every table that is a view of its own. */
export const TABLE_VIEWS: { readonly [K in TableViewId]: TableView<TableRows[K]> } = {
  suspensions: SUSPENSIONS,
};

/** Every table. */
export const TABLES: { readonly [K in TableId]: TableSpec<TableRows[K]> } = {
  executions: EXECUTIONS,
  ...TABLE_VIEWS,
};

export const TABLE_IDS: readonly TableViewId[] = Object.values(TABLE_VIEWS).map(({ id }) => id);

export function isTableView(pane: string): pane is TableViewId {
  return Object.hasOwn(TABLE_VIEWS, pane);
}
