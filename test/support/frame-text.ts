import type { Border, Frame, Pane, Rect } from '../../src/monitor/core/frame.ts';
import { cellWidth, cut, splitCells } from '../../src/text/cell-width.ts';
import type { Span } from '../../src/text/span.ts';

/** The text of some spans. */
export function spanText(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join('');
}

/** Columns that some spans take. */
export function spanWidth(spans: readonly Span[]): number {
  return cellWidth(spanText(spans));
}

/**
 * A frame as plain text, one line for each of the screen. The focused pane has a heavy border, the
 * row that is painted as selected an arrow in it, a gauge is a bar of blocks, and where the text
 * cursor is stands below.
 */
export function frameText(frame: Frame): string {
  const { width, height } = frame.size;
  const screen = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
  for (const pane of frame.panes) drawPane(screen, pane);
  const lines = screen.map((cells) => cells.join('').trimEnd());
  const cursor = frame.cursor && `cursor: column ${frame.cursor.left}, line ${frame.cursor.top}`;
  return `${[...lines, ...(cursor ? [cursor] : [])].join('\n')}\n`;
}

/** The lines of one pane as plain text, without its border. */
export function paneText(frame: Frame, id: string): string[] {
  const pane = frame.panes.find((p) => p.id === id);
  return pane?.content.kind === 'rows' ? pane.content.rows.map((row) => spanText(row.spans)) : [];
}

/** The title and the note in the border of a pane. */
export function paneTitle(frame: Frame, id: string): string {
  const border = frame.panes.find((p) => p.id === id)?.border;
  return border ? `${spanText(border.title)} | ${spanText(border.note ?? [])}` : '';
}

type Screen = string[][];

function drawPane(screen: Screen, { rect, border, content }: Pane): void {
  const inner = border ? inset(rect) : rect;
  if (border) drawBorder(screen, rect, border);
  for (let line = 0; line < inner.height; line++) {
    const row = content.kind === 'rows' ? content.rows[line] : undefined;
    const text =
      content.kind === 'rows'
        ? spanText(row?.spans ?? [])
        : content.kind === 'gauge'
          ? gauge(content.percent, inner.width)
          : content.values.join(' ');
    write(screen, inner.left, inner.top + line, text, inner.width);
    if (row?.selected && border) write(screen, rect.left, inner.top + line, '▶', 1);
  }
}

function drawBorder(screen: Screen, rect: Rect, border: Border): void {
  const { focused } = border;
  const [corners, across, down] = focused ? ['┏┓┗┛', '━', '┃'] : ['╭╮╰╯', '─', '│'];
  const [topLeft = '', topRight = '', bottomLeft = '', bottomRight = ''] = corners;
  const right = rect.width - 2;
  const title = ` ${cut(spanText(border.title), right - 2)} `;
  const words = spanText(border.note ?? []);
  const room = right - cellWidth(title) - 3;
  const note = words === '' || room < 1 ? '' : ` ${cut(words, room)} `;
  const rule = across.repeat(Math.max(0, right - cellWidth(title) - cellWidth(note)));
  const bottom = rect.top + rect.height - 1;
  write(screen, rect.left, rect.top, topLeft + title + rule + note + topRight, rect.width);
  for (let line = rect.top + 1; line < bottom; line++) {
    write(screen, rect.left, line, down, 1);
    write(screen, rect.left + rect.width - 1, line, down, 1);
  }
  write(screen, rect.left, bottom, bottomLeft + across.repeat(right) + bottomRight, rect.width);
}

function gauge(percent: number, width: number): string {
  const filled = Math.round((percent / 100) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

function inset(rect: Rect): Rect {
  return {
    left: rect.left + 1,
    top: rect.top + 1,
    width: rect.width - 2,
    height: rect.height - 2,
  };
}

/** Puts a text into a line, cut and filled to `width` columns. */
function write(screen: Screen, left: number, top: number, text: string, width: number): void {
  const cells = splitCells(text);
  let column = 0;
  for (const cell of cells) {
    if (column + cell.width > width) break;
    put(screen, left + column, top, cell.text);
    if (cell.width === 2) put(screen, left + column + 1, top, '');
    column += cell.width;
  }
  for (; column < width; column++) put(screen, left + column, top, ' ');
}

function put(screen: Screen, left: number, top: number, text: string): void {
  const line = screen[top];
  if (line && left < line.length) line[left] = text;
}
