import { cellWidth } from './cells.ts';
import type { Pane, Rect, Row, Size } from './frame.ts';
import { BINDINGS, type Binding, HEADINGS } from './keys/bindings.ts';
import { span } from './look.ts';
import { HEADER_LINES } from './panes.ts';

const WHERE: Readonly<Record<string, string>> = { executions: 'list' };

/** Every key, under its heading: made from the table that makes them work. */
export function helpRows(): readonly Row[] {
  const keys = (binding: Binding) => binding.keys.join(' ');
  const widest = Math.max(...BINDINGS.map((binding) => cellWidth(keys(binding))));
  return HEADINGS.flatMap((heading) => [
    { spans: [span(` ${heading}`, 'title', { bold: true })] },
    ...BINDINGS.filter((binding) => binding.heading === heading).map((binding) => ({
      spans: [
        span(`   ${keys(binding).padEnd(widest)}  `, 'key'),
        span(binding.help),
        ...(binding.where === 'everywhere'
          ? []
          : [span(`  ${binding.where.map((w) => WHERE[w] ?? w).join(', ')}`, 'muted')]),
        ...(binding.command === undefined ? [] : [span(`  :${binding.command}`, 'muted')]),
      ],
    })),
    { spans: [] },
  ]);
}

/** Lines of a page that show on a screen: header, footer and its border are not of it. */
export function pageLines(screen: Size): number {
  return screen.height - HEADER_LINES - 3;
}

/** A page of text over the panes, scrolled to `top`. */
export function pageOver(
  id: string,
  title: string,
  rows: readonly Row[],
  top: number,
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
    content: { kind: 'rows', rows: rows.slice(first, last) },
  };
}
