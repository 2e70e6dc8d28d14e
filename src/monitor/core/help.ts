import { cellWidth } from './cells.ts';
import type { Pane, Rect, Row } from './frame.ts';
import { type Binding, HEADINGS } from './keys/binding.ts';
import { BINDINGS } from './keys/bindings.ts';
import { span } from './look.ts';
import { headerLines } from './panes.ts';
import type { State } from './state.ts';

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
export function pageLines(state: State): number {
  return state.size.height - headerLines(state) - 3;
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
