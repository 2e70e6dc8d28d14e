import { cellWidth } from '../../text/cell-width.ts';
import type { Span } from '../../text/span.ts';
import { span } from '../../text/span.ts';
import { sliceSpans } from '../../text/spans.ts';
import { wrapText } from '../../text/wrap.ts';
import type { Pane, Rect, Row } from './frame.ts';
import { type Binding, HEADINGS } from './keys/binding.ts';
import { BINDINGS } from './keys/bindings.ts';
import { headerLines } from './panes.ts';
import type { State, TextPage } from './state.ts';

const WHERE: Readonly<Record<string, string>> = { executions: 'list' };

/** Every key, under its heading, in lines of `width` cells: made from the table that makes them work. */
export function helpRows(width: number): readonly Row[] {
  const keys = (binding: Binding) => binding.keys.join(' ');
  const widest = Math.max(...BINDINGS.map((binding) => cellWidth(keys(binding))));
  const room = Math.max(10, width - widest - INDENT - GAP);
  return HEADINGS.flatMap((heading) => [
    { spans: [span(` ${heading}`, 'title', { bold: true })] },
    ...BINDINGS.filter((binding) => binding.heading === heading).flatMap((binding) =>
      wordsOf(binding, room).map((words, i) => {
        const lead = ' '.repeat(INDENT) + (i === 0 ? keys(binding) : '').padEnd(widest + GAP);
        return { spans: [span(lead, 'key'), ...words] };
      }),
    ),
    { spans: [] },
  ]);
}

const INDENT = 3;
const GAP = 2;

/** What a key does, and behind that or below it where it works, and its command. */
function wordsOf({ help, where, command }: Binding, room: number): readonly (readonly Span[])[] {
  const panes = where === 'everywhere' ? '' : where.map((w) => WHERE[w] ?? w).join(', ');
  const more = [panes, command === undefined ? '' : `:${command}`].filter(Boolean).join('  ');
  const lines = wrapText(help, room).map((line) => [span(line)]);
  if (more === '') return lines;
  return cellWidth(help) + GAP + cellWidth(more) <= room
    ? [[span(help), span(' '.repeat(GAP) + more, 'muted')]]
    : [...lines, ...wrapText(more, room).map((line) => [span(line, 'muted')])];
}

/** Cells in a line of a page, inside its border. */
export function pageWidth({ size }: State): number {
  return size.width - 2;
}

/** Lines of a page that show on a screen: header, footer and its border are not of it. */
export function pageLines(state: State): number {
  return state.size.height - headerLines(state) - 3;
}

/** How far a page is scrolled sideways after half a page more, no further than its longest line. */
export function shiftPage(page: TextPage, height: number, width: number, by: number): number {
  const shown = (page.lines ?? []).slice(page.top, page.top + height);
  const widest = Math.max(0, ...shown.map((line) => cellWidth(line) + 1 - width));
  const shift = page.shift + by * Math.max(1, Math.floor(width / 2));
  return Math.max(0, Math.min(Math.max(page.shift, widest), shift));
}

/** The lines of a page, as far as they are between its sides; one cell more tells that it is cut. */
export function pageRows({ lines, shift }: TextPage, width: number): readonly Row[] {
  return (lines ?? ['loading…']).map((text) => {
    if (shift === 0) return { spans: [span(` ${text}`)] };
    const cut = text === '' ? [] : [span('…', 'muted')];
    return { spans: [...cut, ...sliceSpans([span(text)], shift, width)] };
  });
}

/** A page of text over the panes, scrolled to `top`. */
export function pageOver(
  id: string,
  title: string,
  rows: readonly Row[],
  { top, found }: { readonly top: number; readonly found?: number },
  body: Rect,
): Pane {
  const height = body.height - 2;
  const first = Math.max(0, Math.min(top, rows.length - height));
  const last = Math.min(rows.length, first + height);
  return {
    id,
    rect: body,
    border: {
      title: [span(title)],
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
