import { isPlain, splitCells } from '../../text/cell-width.ts';

/** What the terminal is sent for one cell. */
export interface Glyph {
  readonly text: string;
  readonly width: 1 | 2;
  /** Some terminal may count it differently: its place must be secured. */
  readonly doubtful: boolean;
}

export const SPACE: Glyph = { text: ' ', width: 1, doubtful: false };

/** Letters and ideographs whose width no terminal of the last twenty years disputes. */
const UNDISPUTED =
  /^[\u0370-\u0373\u0386-\u0481\u048a-\u0556\u2e80-\u2fd5\u3001-\u3029\u3030-\u303e\u3041-\u3096\u30a1-\u30fe\u3400-\u4dbf\u4e00-\ua48c\uac00-\ud7a3\uf900-\ufad9\uff01-\uff60]$/;

/** What is left of the shapes we draw with where only ASCII can be shown. */
const IN_ASCII: ReadonlyMap<string, string> = new Map([
  ...pairs('─╌┄', '-'),
  ...pairs('━═╸╺', '='),
  ...pairs('│┃║', '|'),
  ...pairs('╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝', '+'),
  ...pairs('█▓▉▊▋▌', '#'),
  ...pairs('░▒▍▎▏', '-'),
  ...Array.from('▁▂▃▄▅▆▇', (char, i): [string, string] => [char, '_.-=+*%'.charAt(i)]),
  ...pairs('·•∙', '.'),
  ...pairs('●◆■▪', '*'),
  ...pairs('○◇□▫', 'o'),
  ...pairs('▸›→»', '>'),
  ...pairs('◂‹←«', '<'),
  ...pairs('▾↓', 'v'),
  ...pairs('▴▲↑', '^'),
  ...pairs('…↻↺±', '~'),
  ...pairs('✖✗×', 'x'),
  ...pairs('✔✓', '+'),
  ...pairs('◐', '='),
  ...pairs('⊘', '-'),
  ...pairs('↵', '/'),
]);

const MOST_KNOWN = 8192;

/**
 * Turns what stands in a cell into what may be sent. Nothing else reaches the terminal: no control
 * character survives, and what takes no column or more than two is replaced.
 */
export function createGlyphs(ascii: boolean): (cell: string) => Glyph {
  const known = new Map<string, Glyph>();
  return (cell) => {
    let glyph = known.get(cell);
    if (glyph === undefined) {
      glyph = ascii ? toAscii(toGlyph(cell)) : toGlyph(cell);
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(cell, glyph);
    }
    return glyph;
  };
}

function toGlyph(text: string): Glyph {
  if (text === '') return SPACE;
  const [cell] = splitCells(text);
  if (cell === undefined) return { text: '·', width: 1, doubtful: false };
  return { ...cell, doubtful: !isPlain(cell.text) && !UNDISPUTED.test(cell.text) };
}

function toAscii(glyph: Glyph): Glyph {
  if (glyph.text <= '~' && glyph.text.length === 1) return glyph;
  // A wide character leaves a blank behind its mark, and is placed like any doubtful one.
  return { text: IN_ASCII.get(glyph.text) ?? '?', width: glyph.width, doubtful: glyph.width === 2 };
}

function pairs(from: string, to: string): [string, string][] {
  return Array.from(from, (char) => [char, to]);
}
