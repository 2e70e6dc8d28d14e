import type { Size } from '../core/frame.ts';
import { createGlyphs, type Glyph, SPACE } from './glyph.ts';
import { PLAIN_ATTRIBUTES } from './screen.ts';

/** A line of cells to show: attributes as blessed packs them, and text. */
export interface Line {
  readonly length: number;
  readonly [column: number]: readonly [attributes: number, text: string];
  dirty: boolean;
}

/**
 * The gate: the one way from cells to the terminal. It remembers what the terminal shows and sends
 * the difference. Control characters cannot pass, a character that terminals measure differently
 * cannot move its neighbours, and every colour is a sequence made here.
 */
export interface Gate {
  /** The bytes that make the terminal show these lines; empty when it does. */
  draw(lines: readonly Line[]): string;
  /** Forgets what the terminal shows: the next draw sends every cell. */
  forget(size: Size): void;
}

/** In the second column of a wide character. */
export const CONTINUATION = '';

/** A larger frame is wrapped, so that a terminal that can shows it at once. */
const WORTH_SYNCING = 512;
/** More blanks than this are erased and jumped over rather than sent. */
const WORTH_ERASING = 9;
const UNKNOWN = -1;

interface Shown {
  readonly attributes: Int32Array;
  readonly texts: string[];
}

/** A gate for a terminal of this size whose content is unknown. */
export function createGate(size: Size, ascii: boolean): Gate {
  const glyphOf = createGlyphs(ascii);
  const sequences = new Map<number, string>();
  let shown = unknownScreen(size);
  let out = '';
  let pen = PLAIN_ATTRIBUTES;
  // Where the terminal's cursor stands; UNKNOWN after what may have moved it otherwise.
  let row = UNKNOWN;
  let column = UNKNOWN;

  const moveTo = (y: number, x: number): void => {
    if (row === y && column === x) return;
    const forward = row === y && column !== UNKNOWN && x > column;
    out += forward ? (x - column === 1 ? '\x1b[C' : `\x1b[${x - column}C`) : at(y, x);
    row = y;
    column = x;
  };
  const setPen = (attributes: number): void => {
    if (pen === attributes) return;
    let sequence = sequences.get(attributes);
    if (sequence === undefined) {
      sequence = sgr(attributes);
      sequences.set(attributes, sequence);
    }
    out += sequence;
    pen = attributes;
  };

  const drawLine = (line: Line, y: number, past: Shown): void => {
    const end = lastInk(line);
    for (let x = 0; x < end; ) {
      const [attributes, text] = line[x] ?? [PLAIN_ATTRIBUTES, ' '];
      let glyph = text === ' ' ? SPACE : glyphOf(text);
      // Half of a wide character, where something was painted over the other half.
      if (glyph.width === 2 && (x + 1 >= line.length || line[x + 1]?.[1] !== CONTINUATION)) {
        glyph = SPACE;
      }
      const next = x + glyph.width;
      const same = past.attributes[x] === attributes && past.texts[x] === glyph.text;
      if (same) {
        x = next;
        continue;
      }
      moveTo(y, x);
      setPen(attributes);
      const gap = text === ' ' ? blanksFrom(line, x) : 0;
      if (gap > WORTH_ERASING) {
        out += `\x1b[${gap}X`;
        makeBlank(past, x, x + gap);
        x += gap;
        continue;
      }
      // Where it is drawn narrow, what stood in its second column must be gone.
      if (glyph.doubtful && glyph.width === 2) out += `  ${at(y, x)}`;
      out += glyph.text;
      past.attributes[x] = attributes;
      past.texts[x] = glyph.text;
      if (glyph.width === 2) {
        past.attributes[x + 1] = attributes;
        past.texts[x + 1] = CONTINUATION;
      }
      column = glyph.doubtful ? UNKNOWN : next;
      // Where it is drawn wider, as the sum of its parts at most, it has covered its neighbors.
      if (glyph.doubtful) past.attributes.fill(UNKNOWN, next, x + widestOf(glyph));
      x = next;
    }
    eraseFrom(end, line.length, y, past);
  };

  const eraseFrom = (start: number, end: number, y: number, past: Shown): void => {
    if (isBlank(past, start, end)) return;
    makeBlank(past, start, end);
    moveTo(y, start);
    setPen(PLAIN_ATTRIBUTES);
    out += '\x1b[K';
  };

  return {
    draw(lines) {
      out = '';
      row = UNKNOWN;
      for (const [y, line] of lines.entries()) {
        const past = shown[y];
        if (!line.dirty || past === undefined) continue;
        line.dirty = false;
        drawLine(line, y, past);
      }
      setPen(PLAIN_ATTRIBUTES);
      return out.length > WORTH_SYNCING ? `\x1b[?2026h${out}\x1b[?2026l` : out;
    },
    forget(newSize) {
      shown = unknownScreen(newSize);
    },
  };
}

/** How many columns a terminal may take at most, which knows no sequences and draws every part wide. */
function widestOf({ text }: Glyph): number {
  return 2 * Array.from(text).length;
}

function unknownScreen({ width, height }: Size): Shown[] {
  return Array.from({ length: height }, () => ({
    attributes: new Int32Array(width).fill(UNKNOWN),
    texts: Array.from({ length: width }, () => ''),
  }));
}

/** The number of plain spaces from here on. */
function blanksFrom(line: Line, start: number): number {
  let end = start;
  while (line[end]?.[0] === PLAIN_ATTRIBUTES && line[end]?.[1] === ' ') end++;
  return end - start;
}

function isBlank({ attributes, texts }: Shown, start: number, end: number): boolean {
  for (let x = start; x < end; x++) {
    if (attributes[x] !== PLAIN_ATTRIBUTES || texts[x] !== ' ') return false;
  }
  return true;
}

function makeBlank({ attributes, texts }: Shown, start: number, end: number): void {
  attributes.fill(PLAIN_ATTRIBUTES, start, end);
  texts.fill(' ', start, end);
}

/** Behind the last cell that is not plain space: from there on the line can be erased. */
function lastInk(line: Line): number {
  let end = line.length;
  while (end > 0) {
    const cell = line[end - 1];
    if (cell === undefined || cell[0] !== PLAIN_ATTRIBUTES || cell[1] !== ' ') break;
    end--;
  }
  return end;
}

function at(y: number, x: number): string {
  return `\x1b[${y + 1};${x + 1}H`;
}

function sgr(attributes: number): string {
  const flags = attributes >> 18;
  const codes = [
    ...(flags & 1 ? ['1'] : []),
    ...(flags & 16 ? ['2'] : []),
    ...(flags & 2 ? ['4'] : []),
    ...(flags & 8 ? ['7'] : []),
    ...colorCodes((attributes >> 9) & 0x1ff, 30, 90),
    ...colorCodes(attributes & 0x1ff, 40, 100),
  ];
  return codes.length === 0 ? '\x1b[m' : `\x1b[0;${codes.join(';')}m`;
}

function colorCodes(color: number, normal: number, bright: number): string[] {
  if (color === 0x1ff) return [];
  if (color < 8) return [String(normal + color)];
  return [color < 16 ? String(bright + color - 8) : `${normal + 8};5;${color & 0xff}`];
}
