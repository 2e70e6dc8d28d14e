import { type HomePaneId, PANES, type PaneId } from '../layout.ts';
import { isTableView, TABLE_IDS } from '../table/registry.ts';
import type { TableViewId } from '../table/table.ts';
import { ATTEMPTS } from './attempts-pane.ts';
import { EXECUTIONS } from './executions-pane.ts';
import { LOGS } from './logs-pane.ts';
import type { PaneSpec } from './pane.ts';
import { PROGRESS } from './progress-pane.ts';
import { tablePane } from './table-pane.ts';
import { TREE } from './tree-pane.ts';

const HOME_PANES: { readonly [K in HomePaneId]: PaneSpec } = {
  executions: EXECUTIONS,
  tree: TREE,
  attempts: ATTEMPTS,
  progress: PROGRESS,
  logs: LOGS,
};

const TABLE_PANES = Object.fromEntries(TABLE_IDS.map((id) => [id, tablePane(id)])) as {
  readonly [K in TableViewId]: PaneSpec;
};

/** Every pane: those of the home screen, then the tables. */
export const PANE_IDS: readonly PaneId[] = [...PANES, ...TABLE_IDS];

/** The pane of an id: of the home screen, or that of a table. */
export function paneOf(id: PaneId): PaneSpec {
  return isTableView(id) ? TABLE_PANES[id] : HOME_PANES[id];
}
