import type { Pane, Row } from '../core/frame.ts';
import { bottomEdge, sideEdge, topEdge } from './border.ts';
import { sameRow, writeRow } from './row.ts';
import type { Screen } from './screen.ts';
import type { Ground, Theme } from './theme.ts';

/** Paints one pane into the screen's cells: only the rows that changed. */
export type PanePainter = (pane: Pane, content: readonly Row[]) => void;

const EMPTY: Row = { spans: [] };

/** A painter for a pane that stays where it is. */
export function createPanePainter(screen: Screen, theme: Theme): PanePainter {
  let painted: readonly Row[] = [];
  let wasFocused: boolean | undefined;

  return ({ rect, border }, content) => {
    const focused = border?.focused ?? true;
    const inset = border === undefined ? 0 : 1;
    const rows = Array.from({ length: rect.height }, (_, i) => {
      if (border !== undefined && i === 0) return topEdge(border, rect.width);
      if (border !== undefined && i === rect.height - 1) return bottomEdge(border, rect.width);
      return content[i - inset] ?? EMPTY;
    });
    for (const [i, row] of rows.entries()) {
      const top = rect.top + i;
      // A dirty line was written by a pane beneath, which may have covered this one.
      const dirty = screen.lines[top]?.dirty ?? false;
      if (!dirty && focused === wasFocused && sameRow(painted[i], row)) continue;
      const ground = groundOf(row, focused);
      if (border === undefined || i === 0 || i === rect.height - 1) {
        writeRow(screen, { ...rect, top }, row, theme, ground);
        continue;
      }
      const right = rect.left + rect.width - 1;
      const side = sideEdge(border);
      writeRow(screen, { left: rect.left, top, width: 1 }, side, theme, 'plain');
      writeRow(screen, { left: rect.left + 1, top, width: rect.width - 2 }, row, theme, ground);
      writeRow(screen, { left: right, top, width: 1 }, side, theme, 'plain');
    }
    painted = rows;
    wasFocused = focused;
  };
}

function groundOf(row: Row, focused: boolean): Ground {
  if (row.selected !== true) return 'plain';
  return focused ? 'cursor' : 'cursor elsewhere';
}
