import type { Border, Pane, Rect, Row } from '../frame.ts';
import { inside, type PaneId } from '../layout.ts';
import type { PaneArea } from './pane.ts';

/** Draws one pane of rows in a border. */
export function framed(
  id: PaneId,
  { rect }: PaneArea,
  border: Border,
  rows: (space: Rect) => readonly Row[],
): readonly Pane[] {
  return [{ id, rect, border, content: { kind: 'rows', rows: rows(inside(rect)) } }];
}
