import { createGlyphs } from '../monitor/terminal/glyph.ts';
import { splitCells } from '../text/cell-width.ts';
import type { RegionOutput } from './execute/live-region.ts';

const glyphOf = createGlyphs(true);

/** A text for `--ascii`, as wide as it was: what is not ASCII is drawn as the monitor draws it there. */
export function asciiText(text: string): string {
  return text.replace(/[^\0-\x7f]+/g, (run) =>
    splitCells(run)
      .map((cell) => glyphOf(cell.text).text.padEnd(cell.width))
      .join(''),
  );
}

/** The flag's way for a text: {@link asciiText}, or as it is. */
export function textFor({ ascii }: { readonly ascii?: boolean }): (text: string) => string {
  return ascii ? asciiText : (text) => text;
}

/** A terminal or a file that gets ASCII alone. */
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
