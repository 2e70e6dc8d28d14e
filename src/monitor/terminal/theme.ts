import type { Style, Tone } from '../../text/span.ts';

/** How much colour to use: none (NO_COLOR), the 16 of ANSI, or the 256 of xterm. */
export type Colors = 'none' | '16' | '256';

/** Where a piece of text stands: on the plain screen, or on the row of the cursor. */
export type Ground = 'plain' | 'cursor' | 'cursor elsewhere';

/** Gives a style its cell attributes. */
export type Theme = (style: Style | undefined, ground: Ground) => number;

const BOLD = 1;
const UNDERLINE = 2;
const INVERSE = 8;
/** Blessed calls this bit invisible, which nothing may be here. */
export const FAINT = 16;
/** The terminal's own colour. */
const OWN = 0x1ff;

interface Ink {
  readonly flags?: number;
  readonly fg?: number;
}

/**
 * The colours of the terminal's own palette, without those that vanish on a light or on a dark
 * background: faint instead of a grey, and an ochre from the 256 instead of yellow.
 */
const INKS: Readonly<Record<Tone, Ink>> = {
  text: {},
  muted: { flags: FAINT },
  strong: { flags: BOLD },
  accent: { fg: 6 },
  title: { flags: BOLD },
  key: { flags: BOLD, fg: 6 },
  good: { fg: 2 },
  busy: { fg: 6 },
  wait: { fg: 5 },
  warn: { fg: 136 },
  bad: { fg: 1 },
  off: { flags: FAINT },
};

/** On the cursor's row both colours are fixed, so that they are legible whatever the palette. */
const BAR_INKS: Readonly<Record<Tone, Ink>> = {
  text: { fg: 255 },
  muted: { fg: 152 },
  strong: { flags: BOLD, fg: 231 },
  accent: { fg: 123 },
  title: { flags: BOLD, fg: 231 },
  key: { flags: BOLD, fg: 123 },
  good: { fg: 157 },
  busy: { fg: 123 },
  wait: { fg: 225 },
  warn: { fg: 222 },
  bad: { fg: 224 },
  off: { fg: 152 },
};

const BAR = 24;
/** The cursor's row in a pane that has not the focus. */
const QUIET_BAR = 238;

/** The default theme: light and dark terminals alike, and readable without any colour. */
export function createTheme(colors: Colors): Theme {
  return (style = {}, ground) => {
    const onBar = ground !== 'plain' && colors === '256';
    const ink = (onBar ? BAR_INKS : INKS)[style.tone ?? 'text'];
    // Without fixed colours the bar is the terminal's own, turned over; a log line's colours yield.
    const turned = ground === 'cursor' && !onBar;
    const marked = ground === 'cursor elsewhere' && !onBar;
    const fg = turned ? OWN : ((onBar ? ink.fg : (style.fg ?? ink.fg)) ?? OWN);
    const bg = onBar ? (ground === 'cursor' ? BAR : QUIET_BAR) : turned ? OWN : (style.bg ?? OWN);
    const flags =
      (turned ? (ink.flags ?? 0) & ~FAINT : (ink.flags ?? 0)) |
      (style.bold || marked || (colors === 'none' && style.tone === 'bad') ? BOLD : 0) |
      (style.underline ? UNDERLINE : 0) |
      ((style.inverse === true) === turned ? 0 : INVERSE);
    return colors === 'none'
      ? pack(flags, OWN, OWN)
      : pack(flags, reduce(fg, colors), reduce(bg, colors));
  };
}

function pack(flags: number, fg: number, bg: number): number {
  return (flags << 18) | (fg << 9) | bg;
}

/** The relative of a palette entry among the 16: each channel on or off, and all bright or not. */
function reduce(color: number, colors: Colors): number {
  if (colors === '256' || color < 16 || color === OWN) return color;
  if (color >= 232) return color < 238 ? 0 : color < 244 ? 8 : color < 250 ? 7 : 15;
  const index = color - 16;
  const levels = [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6];
  const strongest = Math.max(...levels);
  const [red = 0, green = 0, blue = 0] = levels.map((level) => (level * 2 > strongest ? 1 : 0));
  return red + 2 * green + 4 * blue + (strongest === 5 ? 8 : 0);
}
