import stringWidth from 'string-width';

/** What stands in one column of the screen, or in two. Never empty, never a control character. */
export interface Cell {
  readonly text: string;
  readonly width: 1 | 2;
}

/**
 * Latin, arrows, operators, lines, blocks, shapes, ticks and braille: one column each, and nothing
 * combines with them. Our own signs are among these, so that most screens never load the emoji table.
 */
const PLAIN =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u22ff\u2500-\u25fc\u2713-\u2718\u2800-\u28ff]*$/;

/** Characters without a shape of their own, which a terminal may obey or count. */
const SHAPELESS = /[\p{C}\p{Zl}\p{Zp}\p{Variation_Selector}]/gu;

/** Clusters that some terminals draw as one picture and others as several. */
const PICTURE = /\p{Extended_Pictographic}|\u20e3/u;

/** More marks on one letter are an attack on the line, not a language. */
const MOST_MARKS = 6;

const segmenter = new Intl.Segmenter();
const known = new Map<string, readonly Cell[]>();

/** True when every UTF-16 unit of the text is one column. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The number of columns the text takes. */
export function cellWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return splitCells(text).reduce((total, cell) => total + cell.width, 0);
}

/**
 * The text as the terminal gets it, column by column. Terminals disagree about clusters: a joined
 * emoji, a keycap or a skin tone is shown by its first character, and letters that join are given
 * the columns they take apart, so that every terminal can be held to the width counted here.
 */
export function splitCells(text: string): Cell[] {
  if (PLAIN.test(text)) return Array.from(text, (char) => ({ text: char, width: 1 }));
  const cells: Cell[] = [];
  for (const { segment } of segmenter.segment(text)) cells.push(...clusterCells(segment));
  return cells;
}

/** The text, or as much of it as fits into `columns` with an ellipsis at its end. */
export function cut(text: string, columns: number): string {
  if (cellWidth(text) <= columns) return text;
  if (PLAIN.test(text)) return columns > 0 ? `${text.slice(0, columns - 1)}…` : '';
  let kept = '';
  let room = columns - 1;
  for (const cell of splitCells(text)) {
    room -= cell.width;
    if (room < 0) break;
    kept += cell.text;
  }
  return columns > 0 ? `${kept}…` : '';
}

/** Of a name cut in its middle, this share of the room shows its end, which tells it from others. */
const END_SHARE = 0.4;

/** The text, or its beginning and its end with an ellipsis between them, in at most `columns`. */
export function cutMiddle(text: string, columns: number): string {
  if (cellWidth(text) <= columns) return text;
  if (columns < 8) return cut(text, columns);
  let room = Math.floor((columns - 1) * END_SHARE);
  const beginning = columns - 1 - room;
  if (PLAIN.test(text)) return `${text.slice(0, beginning)}…${text.slice(-room)}`;
  let end = '';
  for (const cell of splitCells(text).reverse()) {
    room -= cell.width;
    if (room < 0) break;
    end = cell.text + end;
  }
  return `${cut(text, beginning + 1)}${end}`;
}

/** The text cut or filled with spaces to exactly `columns`: at its end, or before it. */
export function pad(text: string, columns: number, side: 'end' | 'start' = 'end'): string {
  const fitting = cut(text, columns);
  const space = ' '.repeat(Math.max(0, columns - cellWidth(fitting)));
  return side === 'end' ? fitting + space : space + fitting;
}

function clusterCells(cluster: string): readonly Cell[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const cells = measureCluster(cluster);
  if (known.size > 4096) known.clear();
  known.set(cluster, cells);
  return cells;
}

function measureCluster(cluster: string): readonly Cell[] {
  const columns = columnsOf(cluster);
  if (columns === 0) return [];
  const chars = Array.from(cluster.normalize('NFC').replace(SHAPELESS, ''));
  const [first = ' '] = chars;
  if (PICTURE.test(cluster)) return [{ text: first, width: columns === 1 ? 1 : 2 }];
  const cells: Cell[] = [];
  for (const char of chars) {
    const last = cells.at(-1);
    const own = columnsOf(char);
    if (own > 0) cells.push({ text: char, width: own === 1 ? 1 : 2 });
    else if (last !== undefined && last.text.length < MOST_MARKS) {
      cells.splice(-1, 1, { text: last.text + char, width: last.width });
    }
  }
  return cells.length > 0 ? cells : [{ text: ' ', width: 1 }];
}

function columnsOf(text: string): number {
  return stringWidth(text, { countAnsiEscapeCodes: true });
}
