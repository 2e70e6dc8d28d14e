import { cellWidth } from '../../../text/cell-width.ts';
import type { Span } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { wrapText } from '../../../text/wrap.ts';
import type { Row } from '../frame.ts';
import { HEADINGS } from '../keys/binding.ts';
import { KEYMAP, type PlacedBinding } from '../keys/keymap.ts';

const WHERE: Readonly<Record<string, string>> = { executions: 'list' };

/** Every key, under its heading, in lines of `width` cells: made from the table that makes them work. */
export function helpRows(width: number): readonly Row[] {
  const keys = (binding: PlacedBinding) => binding.keys.join(' ');
  const widest = Math.max(...KEYMAP.map((binding) => cellWidth(keys(binding))));
  const room = Math.max(10, width - widest - INDENT - GAP);
  return HEADINGS.flatMap((heading) => [
    { spans: [span(` ${heading}`, 'title', { bold: true })] },
    ...KEYMAP.filter((binding) => binding.heading === heading).flatMap((binding) =>
      linesOf(binding, room).map((line, i) => {
        const lead = ' '.repeat(INDENT) + (i === 0 ? keys(binding) : '').padEnd(widest + GAP);
        return { spans: [span(lead, 'key'), ...line] };
      }),
    ),
    { spans: [] },
  ]);
}

const INDENT = 3;
const GAP = 2;

/** What a key does, and behind that or below it where it works, and its command. */
function linesOf(
  { help, where, command }: PlacedBinding,
  room: number,
): readonly (readonly Span[])[] {
  const panes = where === 'everywhere' ? '' : where.map((w) => WHERE[w] ?? w).join(', ');
  const more = [panes, command === undefined ? '' : `:${command}`].filter(Boolean).join('  ');
  const lines = wrapText(help, room).map((line) => [span(line)]);
  if (more === '') return lines;
  return cellWidth(help) + GAP + cellWidth(more) <= room
    ? [[span(help), span(' '.repeat(GAP) + more, 'muted')]]
    : [...lines, ...wrapText(more, room).map((line) => [span(line, 'muted')])];
}
