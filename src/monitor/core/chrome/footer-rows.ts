import { cellWidth, cut } from '../../../text/cell-width.ts';
import { sanitize } from '../../../text/sanitize.ts';
import type { Span, Tone } from '../../../text/span.ts';
import { span } from '../../../text/span.ts';
import { fitSpans } from '../../../text/spans.ts';
import { wrapText } from '../../../text/wrap.ts';
import type { Row, Size } from '../frame.ts';
import type { KeyHint } from '../keys/binding.ts';

/** Cells between the two sides of the line. */
export const GAP = 3;

/** A message on as many lines as it needs, up to half the screen. */
export function messageRows(message: string, tone: Tone, { width, height }: Size): readonly Row[] {
  const lines = wrapText(sanitize(message), Math.max(1, width - 1));
  const most = Math.max(1, Math.floor(height / 2));
  const shown = lines.length > most ? lines.slice(0, most) : lines;
  return shown.map((line, i) => {
    const isCut = i === most - 1 && lines.length > most;
    return {
      spans: fitSpans([span(` ${isCut ? cut(`${line}…`, width - 1) : line}`, tone)], width),
    };
  });
}

export function keySpans(hints: readonly KeyHint[]): readonly Span[] {
  return hints.flatMap(({ key, label }) => [span(key, 'key'), span(` ${label}  `, 'muted')]);
}

export function cellsOf({ key, label }: KeyHint): number {
  return cellWidth(`${key} ${label}  `);
}
