import { cellWidth } from '../../../text/cell-width.ts';
import { sanitize } from '../../../text/sanitize.ts';
import { span } from '../../../text/span.ts';
import { sliceSpans } from '../../../text/spans.ts';
import { helpRows } from '../chrome/help.ts';
import type { Pane, Rect, Row } from '../frame.ts';
import { headerLines } from '../panes/measure.ts';
import type { State } from '../state.ts';
import type { Page } from './layer.ts';

/** Cells in a line of a page, inside its border. */
export function pageWidth({ size }: State): number {
  return size.width - 2;
}

/** Lines of a page that show on a screen: header, footer and its border are not of it. */
export function pageLines(state: State): number {
  return state.size.height - headerLines(state) - 3;
}

/** How far a page is scrolled sideways after half a page more, no further than its longest line. */
export function shiftPage(page: Page, height: number, width: number, by: number): number {
  const shown = (page.lines ?? []).slice(page.top, page.top + height);
  const widest = Math.max(0, ...shown.map((line) => cellWidth(line) + 1 - width));
  const shift = page.shift + by * Math.max(1, Math.floor(width / 2));
  return Math.max(0, Math.min(Math.max(page.shift, widest), shift));
}

/** The rows of a page of `width` cells; one cell more tells that a line is cut. */
function pageRows({ source, lines, shift }: Page, width: number): readonly Row[] {
  if (source === 'help') return helpRows(width);
  return (lines ?? ['loading…']).map((text) => {
    if (shift === 0) return { spans: [span(` ${text}`)] };
    const cut = text === '' ? [] : [span('…', 'muted')];
    return { spans: [...cut, ...sliceSpans([span(text)], shift, width)] };
  });
}

/** How many rows a page has in `width` cells. */
export function countRows({ source, lines }: Page, width: number): number {
  return source === 'help' ? helpRows(width).length : (lines?.length ?? 1);
}

/** The text of a page by its rows, whatever it is scrolled to. */
export function pageText({ source, lines }: Page, width: number): readonly string[] {
  return source === 'help'
    ? helpRows(width).map((row) => row.spans.map((part) => part.text).join(''))
    : (lines ?? []);
}

/** A page over the panes, scrolled to its top. */
export function drawPage(page: Page, state: State): Pane {
  const { size } = state;
  const first = headerLines(state);
  const body: Rect = { left: 0, top: first, width: size.width, height: size.height - first - 1 };
  return paneOf(page, pageRows(page, pageWidth(state)), body);
}

function paneOf({ source, title, top, found }: Page, rows: readonly Row[], body: Rect): Pane {
  const height = body.height - 2;
  const first = Math.max(0, Math.min(top, rows.length - height));
  const last = Math.min(rows.length, first + height);
  return {
    id: source,
    rect: body,
    border: {
      title: [span(sanitize(title))],
      note: [span(`${last} of ${rows.length} lines · esc closes`, 'muted')],
      focused: true,
    },
    content: {
      kind: 'rows',
      rows: rows
        .slice(first, last)
        .map((row, i) => (first + i === found ? { ...row, selected: true } : row)),
    },
  };
}
