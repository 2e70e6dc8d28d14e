import { splitCells } from '../../text/cell-width.ts';
import type { Span } from '../../text/span.ts';
import type { Row } from '../core/frame.ts';
import { CONTINUATION } from './draw.ts';
import type { Screen } from './screen.ts';
import type { Ground, Theme } from './theme.ts';

/** Where a row goes: `width` columns of one line of the screen. */
export interface Slot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** Writes a row into the screen's cells, cut with an ellipsis or filled to the slot's width. */
export function writeRow(
  screen: Screen,
  { left, top, width }: Slot,
  row: Row,
  theme: Theme,
  ground: Ground,
): void {
  const line = screen.lines[top];
  if (line === undefined) return;
  const end = left + width;
  let x = left;

  const put = (column: number, attributes: number, text: string): void => {
    const cell = line[column];
    if (cell === undefined || (cell[0] === attributes && cell[1] === text)) return;
    cell[0] = attributes;
    cell[1] = text;
    line.dirty = true;
  };
  /** False where the text goes on but the room does not. */
  const putSpan = (span: Span): boolean => {
    const attributes = theme(span.style, ground);
    for (const cell of splitCells(span.text)) {
      if (x + cell.width <= end) {
        put(x, attributes, cell.text);
        if (cell.width === 2) put(x + 1, attributes, CONTINUATION);
        x += cell.width;
      } else if (cell.text !== ' ') {
        if (line[end - 1]?.[1] === CONTINUATION) put(end - 2, attributes, ' ');
        put(end - 1, attributes, '…');
        return false;
      }
    }
    return true;
  };

  if (width > 0 && !row.spans.every(putSpan)) return;
  const rest = theme(undefined, ground);
  while (x < end) put(x++, rest, ' ');
}

/** True when both rows look the same. */
export function sameRow(a: Row | undefined, b: Row): boolean {
  if (a === b) return true;
  if (a === undefined || a.spans.length !== b.spans.length) return false;
  if ((a.selected ?? false) !== (b.selected ?? false)) return false;
  return a.spans.every((span, i) => {
    const other = b.spans[i];
    return other !== undefined && span.text === other.text && sameStyle(span, other);
  });
}

function sameStyle({ style: a }: Span, { style: b }: Span): boolean {
  return (
    a === b ||
    (a?.tone === b?.tone &&
      a?.fg === b?.fg &&
      a?.bg === b?.bg &&
      a?.bold === b?.bold &&
      a?.underline === b?.underline &&
      a?.inverse === b?.inverse)
  );
}
