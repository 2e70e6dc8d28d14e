import { createGlyphs } from '../monitor/terminal/glyph.ts';
import { splitCells } from '../text/cell-width.ts';
import type { RegionOutput } from './execute/live-region.ts';

const glyphOf = createGlyphs(true);

/**
 * A text for `--ascii`, of the same width: other characters are drawn as the monitor draws them
 * with `--ascii`.
 */
export function asciiText(text: string): string {
  return text.replace(/[^\0-\x7f]+/g, (run) =>
    splitCells(run)
      .map((cell) => glyphOf(cell.text).text.padEnd(cell.width))
      .join(''),
  );
}

/** How the flag changes a text: by {@link asciiText}, or not at all. */
export function textFor({ ascii }: { readonly ascii?: boolean }): (text: string) => string {
  return ascii ? asciiText : (text) => text;
}

/** A terminal or a file that gets ASCII characters only. */
export function asciiOutput(stream: NodeJS.WriteStream): RegionOutput {
  return {
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    write: (text) => stream.write(asciiText(text)),
  };
}
