import { cellWidth, cut, isPlain, splitCells } from './cell-width.ts';
import type { Span, Style } from './span.ts';

/** Returns how many cells spans take. */
export function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + cellWidth(text), 0);
}

/**
 * Cuts spans, or fills them with blanks, to exactly `width` cells. Blanks stand before them if `right`,
 * else behind them, in the style `fill` (default: none).
 */
export function fitSpans(
  spans: readonly Span[],
  width: number,
  right = false,
  fill?: Style,
): readonly Span[] {
  const out: Span[] = [];
  let room = width;
  for (const part of spans) {
    if (room <= 0) break;
    const text = cut(part.text, room);
    out.push(text === part.text ? part : { ...part, text });
    room -= cellWidth(text);
  }
  if (room <= 0) return out;
  const blank: Span = { text: ' '.repeat(room), ...(fill && { style: fill }) };
  return right ? [blank, ...out] : [...out, blank];
}

/** The cells of spans from `from` on, at most `count`; half a wide character becomes a blank. */
export function sliceSpans(spans: readonly Span[], from: number, count: number): readonly Span[] {
  const out: Span[] = [];
  let at = 0;
  const end = from + count;
  for (const part of spans) {
    if (at >= end) break;
    const width = cellWidth(part.text);
    if (at + width > from) {
      const text = sliceCells(part.text, from - at, end - at);
      if (text !== '') out.push({ ...part, text });
    }
    at += width;
  }
  return out;
}

function sliceCells(text: string, from: number, to: number): string {
  if (isPlain(text)) return text.slice(Math.max(0, from), to);
  let kept = '';
  let at = 0;
  for (const cell of splitCells(text)) {
    if (at >= to) break;
    if (at >= from && at + cell.width <= to) kept += cell.text;
    else if (at + cell.width > from) kept += ' ';
    at += cell.width;
  }
  return kept;
}

/** Spans broken into lines of `width` cells. */
export function wrapSpans(spans: readonly Span[], width: number): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  let room = width;
  const next = () => {
    lines.push([]);
    room = width;
  };
  for (const part of spans) {
    if (isPlain(part.text)) {
      for (let from = 0; from < part.text.length; ) {
        if (room <= 0) next();
        const text = part.text.slice(from, from + Math.max(1, room));
        lines.at(-1)?.push({ ...part, text });
        from += text.length;
        room -= text.length;
      }
      continue;
    }
    let text = '';
    const flush = () => {
      if (text !== '') lines.at(-1)?.push({ ...part, text });
      text = '';
    };
    for (const cell of splitCells(part.text)) {
      if (cell.width > room && room < width) {
        flush();
        next();
      }
      text += cell.text;
      room -= cell.width;
    }
    flush();
  }
  return lines;
}
