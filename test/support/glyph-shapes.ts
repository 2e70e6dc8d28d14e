import type { Rect } from '../../src/monitor/core/frame.ts';

/** The arms of the lines: up, right, down, left; a heavy one in capitals. */
const ARMS: Readonly<Record<string, string>> = {
  '─': 'rl',
  '│': 'ud',
  '┌': 'rd',
  '┐': 'dl',
  '└': 'ur',
  '┘': 'ul',
  '├': 'urd',
  '┤': 'udl',
  '┬': 'rdl',
  '┴': 'url',
  '┼': 'urdl',
  '╴': 'l',
  '╵': 'u',
  '╶': 'r',
  '╷': 'd',
  '━': 'RL',
  '┃': 'UD',
  '╸': 'L',
  '╺': 'R',
};

/** The corners: which arms a quarter circle joins. */
const ARCS: Readonly<Record<string, readonly [number, number]>> = {
  '╭': [1, 1],
  '╮': [-1, 1],
  '╰': [1, -1],
  '╯': [-1, -1],
};

const SHADES: Readonly<Record<string, number>> = { '░': 0.25, '▒': 0.5, '▓': 0.75 };

/** Braille dots, by their bit. */
const DOTS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
] as const;

/**
 * A line, block or braille character as a shape that meets its neighbours, which letters of a font
 * do not. Empty for one that has no shape here.
 */
export function drawShape(char: string, cell: Rect, ink: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0x2800) return drawBraille(code - 0x2800, cell, ink);
  if (code >= 0x2580) return drawBlock(char, code, cell, ink);
  const middle = { x: cell.left + cell.width / 2, y: cell.top + cell.height / 2 };
  const right = cell.left + cell.width;
  const bottom = cell.top + cell.height;
  const arms = ARMS[char] ?? '';
  const weight = arms === arms.toLowerCase() ? 1 : 3;
  const pen = `fill="none" stroke="${ink}" stroke-width="${weight}"`;
  const arc = ARCS[char];
  if (arc !== undefined) {
    const end = { x: arc[0] > 0 ? right : cell.left, y: arc[1] > 0 ? bottom : cell.top };
    const radius = cell.width / 2;
    const from = `M${middle.x} ${end.y}V${middle.y + arc[1] * radius}`;
    return `<path d="${from}Q${middle.x} ${middle.y} ${end.x} ${middle.y}" ${pen}/>`;
  }
  const ends: Readonly<Record<string, string>> = {
    u: `V${cell.top}`,
    r: `H${right}`,
    d: `V${bottom}`,
    l: `H${cell.left}`,
  };
  const path = Array.from(arms.toLowerCase(), (arm) => `M${middle.x} ${middle.y}${ends[arm]}`);
  return path.length === 0 ? '' : `<path d="${path.join('')}" ${pen}/>`;
}

function drawBlock(char: string, code: number, cell: Rect, ink: string): string {
  const shade = SHADES[char];
  if (shade !== undefined) return filled(cell, ink, ` fill-opacity="${shade}"`);
  if (char === '▀') return filled({ ...cell, height: cell.height / 2 }, ink);
  if (char === '▐') {
    return filled({ ...cell, left: cell.left + cell.width / 2, width: cell.width / 2 }, ink);
  }
  if (code >= 0x2589 && code <= 0x258f) {
    return filled({ ...cell, width: (cell.width * (0x2590 - code)) / 8 }, ink);
  }
  if (code > 0x2588) return '';
  const height = (cell.height * (code - 0x2580)) / 8;
  return filled({ ...cell, top: cell.top + cell.height - height, height }, ink);
}

function drawBraille(bits: number, cell: Rect, ink: string): string {
  return DOTS.filter((_, bit) => (bits >> bit) & 1)
    .map(([column, row]) => {
      const cx = cell.left + (cell.width * (1 + 2 * column)) / 4;
      const cy = cell.top + (cell.height * (1 + 2 * row)) / 8;
      return `<circle cx="${cx}" cy="${cy}" r="${cell.width / 7}" fill="${ink}"/>`;
    })
    .join('');
}

function filled(rect: Rect, ink: string, extra = ''): string {
  return (
    `<rect x="${rect.left}" y="${rect.top}" width="${rect.width}" height="${rect.height}" ` +
    `fill="${ink}"${extra} shape-rendering="crispEdges"/>`
  );
}
