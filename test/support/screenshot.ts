import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { drawShape } from './glyph-shapes.ts';
import type { Screen, ShownCell } from './screen.ts';

/** The colours that a terminal gives to its own, to the 16 of ANSI, and so to everything. */
export interface Palette {
  readonly background: string;
  readonly foreground: string;
  readonly ansi: readonly string[];
}

export const DARK: Palette = {
  background: '#16181d',
  foreground: '#d5d9e0',
  ansi: [
    '#2b2f38',
    '#e8636f',
    '#8fc772',
    '#d9b25f',
    '#6ea8f7',
    '#c58af0',
    '#56bfcb',
    '#c3c9d4',
    '#6b7280',
    '#f28b95',
    '#a9dc8c',
    '#ecca7f',
    '#92c0ff',
    '#d8abf8',
    '#7ed6e0',
    '#f2f4f8',
  ],
};

export const LIGHT: Palette = {
  background: '#fbfbf9',
  foreground: '#24292f',
  ansi: [
    '#24292f',
    '#c4242e',
    '#1f7a33',
    '#946800',
    '#0b5cc2',
    '#8438b5',
    '#0e7482',
    '#6e7781',
    '#57606a',
    '#d9434d',
    '#2d9a47',
    '#b58407',
    '#3280e0',
    '#a258d6',
    '#2297a8',
    '#8c959f',
  ],
};

/** One cell, in units of which DejaVu Sans Mono fills the width exactly. */
const CELL = { width: 8, height: 17 };
const FONT_SIZE = CELL.width / 0.602051;
const BASELINE = 13;
const PADDING = 14;
const SCALE = 2;

const SHAPED = /^[\u2500-\u259f\u2800-\u28ff]$/;

/** The screen as a picture: the same bytes for the same screen, on every machine. */
export function screenshot(screen: Screen, palette: Palette = DARK): Buffer {
  const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'));
  const files = ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf', 'DejaVuSans.ttf'];
  const picture = new Resvg(toSvg(screen, palette), {
    font: {
      fontFiles: files.map((file) => join(fonts, 'ttf', file)),
      loadSystemFonts: false,
      defaultFontFamily: 'DejaVu Sans Mono',
    },
    fitTo: { mode: 'zoom', value: SCALE },
  });
  return picture.render().asPng();
}

/** The screen as SVG: a rectangle per background, a text per style, a shape per line or block. */
export function toSvg(screen: Screen, palette: Palette = DARK): string {
  const { width, height } = screen.size;
  const size = {
    width: width * CELL.width + 2 * PADDING,
    height: height * CELL.height + 2 * PADDING,
  };
  const parts: string[] = [];
  for (let top = 0; top < height; top++) {
    const cells = Array.from({ length: width }, (_, left) => screen.cell(left, top));
    parts.push(...drawBackgrounds(cells, top, palette), ...drawTexts(cells, top, palette));
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"`,
    ` font-family="DejaVu Sans Mono" font-size="${FONT_SIZE.toFixed(4)}">`,
    `<rect width="${size.width}" height="${size.height}" rx="9" fill="${palette.background}"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

function drawBackgrounds(cells: readonly ShownCell[], top: number, palette: Palette): string[] {
  return runs(cells, (cell) => colorsOf(cell, palette).background).flatMap(
    ({ key, start, length }) =>
      key === palette.background
        ? []
        : `<rect x="${x(start)}" y="${y(top)}" width="${length * CELL.width}" ` +
          `height="${CELL.height}" fill="${key}" shape-rendering="crispEdges"/>`,
  );
}

function drawTexts(cells: readonly ShownCell[], top: number, palette: Palette): string[] {
  return runs(cells, (cell) => attributesOf(cell, palette)).flatMap(({ key, start, length }) => {
    const parts: string[] = [];
    const places: number[] = [];
    let text = '';
    for (const [i, cell] of cells.slice(start, start + length).entries()) {
      const left = x(start + i);
      if (SHAPED.test(cell.text)) {
        const ink = colorsOf(cell, palette).ink;
        parts.push(drawShape(cell.text, { left, top: y(top), ...CELL }, ink));
      } else if (cell.text.trim() !== '') {
        // A letter with its marks takes one place; what follows in it is drawn over it.
        for (const _ of cell.text) places.push(left);
        text += cell.text;
      }
    }
    if (text !== '') {
      const escaped = text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
      parts.push(`<text x="${places.join(' ')}" y="${y(top) + BASELINE}" ${key}>${escaped}</text>`);
    }
    return parts;
  });
}

function attributesOf(cell: ShownCell, palette: Palette): string {
  const bold = cell.bold ? ' font-weight="bold"' : '';
  const underline = cell.underline ? ' text-decoration="underline"' : '';
  return `fill="${colorsOf(cell, palette).ink}"${bold}${underline}`;
}

function colorsOf(cell: ShownCell, palette: Palette): { ink: string; background: string } {
  const fg = cell.fg === undefined ? palette.foreground : paletteColor(cell.fg, palette);
  const bg = cell.bg === undefined ? palette.background : paletteColor(cell.bg, palette);
  const [ink, background] = cell.inverse ? [bg, fg] : [fg, bg];
  return { ink: cell.faint ? blend(ink, background, 0.55) : ink, background };
}

function paletteColor(index: number, palette: Palette): string {
  if (index < 16) return palette.ansi[index] ?? palette.foreground;
  if (index >= 232) return rgb([0, 0, 0].map(() => 8 + (index - 232) * 10));
  const levels = [0, 95, 135, 175, 215, 255];
  const cube = index - 16;
  const steps = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return rgb(steps.map((step) => levels[step] ?? 0));
}

function blend(ink: string, background: string, share: number): string {
  const [front, back] = [ink, background].map((color) =>
    [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)),
  );
  return rgb((front ?? []).map((level, i) => level * share + (back?.[i] ?? 0) * (1 - share)));
}

function rgb(levels: readonly number[]): string {
  return `#${levels.map((level) => Math.round(level).toString(16).padStart(2, '0')).join('')}`;
}

interface Run {
  readonly key: string;
  readonly start: number;
  readonly length: number;
}

function runs(cells: readonly ShownCell[], keyOf: (cell: ShownCell) => string): Run[] {
  const found: Run[] = [];
  for (const [i, cell] of cells.entries()) {
    const key = keyOf(cell);
    const last = found.at(-1);
    if (last?.key === key) found.splice(-1, 1, { ...last, length: last.length + 1 });
    else found.push({ key, start: i, length: 1 });
  }
  return found;
}

function x(left: number): number {
  return PADDING + left * CELL.width;
}

function y(top: number): number {
  return PADDING + top * CELL.height;
}
