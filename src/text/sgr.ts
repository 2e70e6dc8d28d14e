import { makePlain, SEQUENCE } from './sanitize.ts';
import type { Span, Style } from './span.ts';

/** More than a follower keeps of one line. */
const MAX_LINE_CHARS = 128 * 1024;
const CUBE = [0, 95, 135, 175, 215, 255];

/** What the sequences so far have switched on. */
interface Pen {
  bold: boolean;
  faint: boolean;
  underline: boolean;
  inverse: boolean;
  fg: number | undefined;
  bg: number | undefined;
}

const RESET: Readonly<Pen> = {
  bold: false,
  faint: false,
  underline: false,
  inverse: false,
  fg: undefined,
  bg: undefined,
};

/**
 * A log line as spans in the colors it brought along. Of all escape sequences only SGR has an
 * effect, and never one that hides text; the rest is stripped as `clean` does. What a carriage return
 * starts over, as a progress bar does, takes the place of what stood before it.
 */
export function parseSgr(line: string): Span[] {
  const text = line.slice(0, MAX_LINE_CHARS).replace(/[\r\n]+$/, '');
  const spans: Span[] = [];
  const pen: Pen = { ...RESET };
  let end = 0;
  let startsOver = false;
  const add = (piece: string): void => {
    const states = piece.split('\r');
    const isPart = states.length === 1 && !startsOver;
    // What was erased and not written again is still the last that there was to see.
    const last = isPart ? 0 : states.findLastIndex((state) => state.trim() !== '');
    const plain = makePlain(states[last] ?? '');
    if (plain === '') {
      startsOver ||= states.length > 1;
      return;
    }
    if (startsOver || last > 0) spans.length = 0;
    startsOver = last < states.length - 1;
    spans.push({ text: plain, ...styleOf(pen) });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    add(text.slice(end, match.index));
    end = match.index + match[0].length;
    const codes = /^(?:\x1b\[|\x9b)([\d;:]*)m$/.exec(match[0])?.[1];
    if (codes !== undefined) applyCodes(pen, codes);
  }
  add(text.slice(end));
  const rest = line.length - MAX_LINE_CHARS;
  if (rest > 0) spans.push({ text: ` … ${rest} more characters`, style: { tone: 'muted' } });
  return spans;
}

/** A log line as it is shown, without its colors. */
export function plainLine(line: string): string {
  return parseSgr(line)
    .map(({ text }) => text)
    .join('');
}

function styleOf(pen: Pen): { readonly style?: Style } {
  const style: Style = {
    ...(pen.faint && { tone: 'muted' }),
    ...(pen.bold && { bold: true }),
    ...(pen.underline && { underline: true }),
    ...(pen.inverse && { inverse: true }),
    ...(pen.fg !== undefined && { fg: pen.fg }),
    ...(pen.bg !== undefined && { bg: pen.bg }),
  };
  return Object.keys(style).length === 0 ? {} : { style };
}

function applyCodes(pen: Pen, codes: string): void {
  // 38:5:196 means 38;5;196; 38:2::r:g:b names a colour space, mostly empty.
  const plain = codes.replace(/([34]8:2):\d*(?=(?::\d+){3})/g, '$1').replace(/\b4:\d/g, '4');
  const numbers = plain.split(/[;:]/).map(Number);
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] ?? 0;
    if (code !== 38 && code !== 48) {
      applyCode(pen, code);
      continue;
    }
    const [mode, a = 0, b = 0, c = 0] = numbers.slice(i + 1);
    pen[code === 38 ? 'fg' : 'bg'] = mode === 2 ? nearest(a, b, c) : a & 0xff;
    i += mode === 2 ? 4 : 2;
  }
}

function applyCode(pen: Pen, code: number): void {
  if (code === 0) Object.assign(pen, RESET);
  else if (code === 1) pen.bold = true;
  else if (code === 2) pen.faint = true;
  else if (code === 4 || code === 21) pen.underline = true;
  else if (code === 7) pen.inverse = true;
  else if (code === 22) pen.bold = pen.faint = false;
  else if (code === 24) pen.underline = false;
  else if (code === 27) pen.inverse = false;
  else if (code >= 30 && code <= 37) pen.fg = code - 30;
  else if (code === 39) pen.fg = undefined;
  else if (code >= 40 && code <= 47) pen.bg = code - 40;
  else if (code === 49) pen.bg = undefined;
  else if (code >= 90 && code <= 97) pen.fg = code - 82;
  else if (code >= 100 && code <= 107) pen.bg = code - 92;
}

/** The palette entry nearest to a 24-bit colour. */
function nearest(red: number, green: number, blue: number): number {
  const step = (value: number): number => {
    const distances = CUBE.map((level) => Math.abs(level - value));
    return distances.indexOf(Math.min(...distances));
  };
  return 16 + 36 * step(red) + 6 * step(green) + step(blue);
}
