import { fitTable, moveInTable, sortTableBy, tableSubject, widenTable } from '../table/commands.ts';
import { tableKeys } from '../table/keys.ts';
import { tableBorder, tablePaneRows } from '../table/pane.ts';
import type { TableId, TableViewId } from '../table/table.ts';
import { framed } from './framed.ts';
import type { PaneSpec } from './pane.ts';

/** Returns the pane of a table that is a view of its own. */
export function tablePane(id: TableViewId): PaneSpec {
  return {
    ...tableMoves(id),
    keys: tableKeys(id),
    draw: (state, area) =>
      framed(id, area, tableBorder(state, id, area.focused), (space) =>
        tablePaneRows(state, id, space, area.now, area.glyphs),
      ),
  };
}

/** Returns what the cursor, the filter and the order of every table do. */
export function tableMoves(
  id: TableId,
): Pick<PaneSpec, 'move' | 'fit' | 'subject' | 'widen' | 'sort'> {
  return {
    move: (state, move, height) => moveInTable(state, id, move, height),
    fit: (state, height) => fitTable(state, id, height),
    subject: (state) => tableSubject(state, id),
    widen: (state) => widenTable(state, id),
    sort: (state, column) => sortTableBy(state, id, column),
  };
}
