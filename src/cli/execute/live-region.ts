import { cellWidth } from '../../text/cell-width.ts';
import { fitSpans } from '../../text/spans.ts';
import { type Line, type Paint, paintLine } from '../paint.ts';

/** The terminal of the region. */
export interface RegionOutput {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

/**
 * Lines at the end of a terminal's output that are redrawn in place, while other lines appear above
 * them. It does not touch the scrollback, and its last lines stay when it is done.
 */
export class LiveRegion {
  readonly #output: RegionOutput;
  readonly #paint: Paint;
  /** The number of cells of each drawn line. */
  #drawn: readonly number[] = [];
  #lines: readonly Line[] = [];

  constructor(output: RegionOutput, paint: Paint) {
    this.#output = output;
    this.#paint = paint;
  }

  /** Replaces the drawn lines by these. */
  show(lines: readonly Line[]): void {
    this.#lines = lines;
    this.#draw('');
  }

  /** Prints a line above the region, which stays there. */
  print(line: string): void {
    this.#draw(`${line}\n`);
  }

  #draw(above: string): void {
    const { columns = 80, rows: height = 24 } = this.#output;
    const width = Math.max(1, columns - 1);
    const room = Math.max(1, height - 2);
    const rest = this.#lines.length - room;
    const shown = rest > 0 ? this.#lines.slice(0, room - 1) : this.#lines;
    const lines: readonly Line[] = rest > 0 ? [...shown, [{ text: ` … ${rest + 1} more` }]] : shown;
    const text = lines.map((line) => `${paintLine(fitSpans(line, width), this.#paint)}\n`).join('');
    // A terminal that became narrower has wrapped the longer lines.
    const used = this.#drawn.reduce(
      (sum, cells) => sum + Math.max(1, Math.ceil(cells / columns)),
      0,
    );
    const erase = used === 0 ? '' : `\r\x1b[${used}A\x1b[J`;
    this.#drawn = lines.map((line) =>
      Math.min(width, cellWidth(paintLine(line, (part) => part.text))),
    );
    this.#output.write(erase + above + text);
  }
}
