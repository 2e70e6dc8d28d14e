import { cellWidth, cut } from '../../text/cell-width.ts';
import type { Span, Style } from '../../text/span.ts';
import type { Border, Row } from '../core/frame.ts';

/** The line above a pane: its title at the left, its note at the right as far as there is room. */
export function topEdge(border: Border, width: number): Row {
  const line = edgeStyle(border);
  const named: Style = border.focused ? { tone: 'accent', bold: true } : { tone: 'text' };
  const title = label(border.title, width - 4, named);
  const note = label(border.note ?? [], width - 5 - columnsOf(title), { tone: 'muted' });
  const rest = Math.max(0, width - 2 - columnsOf(title) - columnsOf(note));
  const first = Math.min(1, rest);
  const last = Math.min(1, rest - first);
  return {
    spans: [
      { text: `╭${'─'.repeat(first)}`, style: line },
      ...title,
      { text: '─'.repeat(rest - first - last), style: line },
      ...note,
      { text: `${'─'.repeat(last)}╮`, style: line },
    ],
  };
}

/** The line below a pane. */
export function bottomEdge(border: Border, width: number): Row {
  return { spans: [{ text: `╰${'─'.repeat(Math.max(0, width - 2))}╯`, style: edgeStyle(border) }] };
}

/** The upright at both sides. */
export function sideEdge(border: Border): Row {
  return { spans: [{ text: '│', style: edgeStyle(border) }] };
}

function edgeStyle(border: Border): Style {
  return { tone: border.focused ? 'accent' : 'muted' };
}

/** The spans with a space around them, cut to the room; nothing where not even a word fits. */
function label(spans: readonly Span[], columns: number, style: Style): Span[] {
  let room = columns - 2;
  if (spans.length === 0 || room < 3) return [];
  const fitting: Span[] = [];
  for (const span of spans) {
    if (room <= 0) break;
    const text = cut(span.text, room);
    fitting.push({ text, style: span.style ?? style });
    room -= cellWidth(text);
  }
  return [{ text: ' ' }, ...fitting, { text: ' ' }];
}

function columnsOf(spans: readonly Span[]): number {
  return spans.reduce((total, span) => total + cellWidth(span.text), 0);
}
