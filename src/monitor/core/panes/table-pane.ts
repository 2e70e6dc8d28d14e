import {
  fitTable,
  moveInTable,
  sortTableBy,
  tableFilter,
  tableSubject,
  widenTable,
} from '../table/commands.ts';
import { tableKeys } from '../table/keys.ts';
import { tableBorder, tablePaneRows } from '../table/pane.ts';
import type { TableId, TableViewId } from '../table/table.ts';
import { framed } from './framed.ts';
import type { PaneSpec } from './pane.ts';

/** Returns the pane of a table that is a view of its own. */
export function tablePane(id: TableViewId): PaneSpec {
  return {
    ...tableBehavior(id),
    keys: tableKeys(id),
    draw: (state, area) =>
      framed(id, area, tableBorder(state, id, area.focused), (space) =>
        tablePaneRows(state, id, space, area.now, area.glyphs),
      ),
  };
}

/** Returns what every table does, however it is drawn and whatever keys it has. */
export function tableBehavior(
  id: TableId,
): Pick<PaneSpec, 'move' | 'fit' | 'subject' | 'filter' | 'widen' | 'sort'> {
  return {
    move: (state, move, height) => moveInTable(state, id, move, height),
    fit: (state, height) => fitTable(state, id, height),
    subject: (state) => tableSubject(state, id),
    filter: tableFilter(id),
    widen: (state) => widenTable(state, id),
    sort: (state, column) => sortTableBy(state, id, column),
  };
}
