/** Keys that arrive as `CSI letter` or `SS3 letter`. */
const BY_LETTER: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

/** Keys that arrive as `CSI number ~`. */
const BY_NUMBER: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pgup',
  6: 'pgdn',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

const NAMED: Readonly<Record<number, string>> = {
  0: 'ctrl-space',
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'esc',
  32: 'space',
  127: 'backspace',
};

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
/** Meta and super do what alt does. */
const OTHER_ALTS = 8 | 32;

/** A key as the rest of the program knows it. */
export interface Key {
  readonly key: string;
  readonly text?: string;
}

/** The key of one character that came alone, or after an ESC where `alt`. */
export function characterKey(char: string, alt = false): Key | undefined {
  const code = char.codePointAt(0) ?? 0;
  if ((code >= 0x80 && code < 0xa0) || char === '\ufffd') return undefined;
  const name = NAMED[code] ?? (code < 32 ? `ctrl-${controlLetter(code)}` : char);
  if (alt) return { key: name.replace(/^(ctrl-)?/, '$1alt-') };
  return code < 32 || code === 127 ? { key: name } : { key: name, text: char };
}

/** The key of a whole CSI sequence, or undefined where it is none that we know. */
export function sequenceKey(parameters: string, final: string): Key | undefined {
  const fields = parameters.split(';').map((field) => field.split(':').map(Number));
  const [first = 0] = fields[0] ?? [];
  const [modifier = 1, event = 1] = fields[1] ?? [];
  // A terminal that tells releases apart sends them as event 3.
  if (event === 3) return undefined;
  const held = Math.max(0, modifier - 1);
  if (final === 'u') return codeKey(first, held);
  if (final === '~' && first === 27) return codeKey(fields[2]?.[0] ?? 0, held);
  if (final === 'Z') return { key: 'shift-tab' };
  // ESC [ 13 ; 7 R is where the cursor is; F3 with a modifier is ESC [ 1 ; 5 R.
  if (final === 'R' && fields.length > 1 && first !== 1) return undefined;
  const name = final === '~' ? BY_NUMBER[first] : BY_LETTER[final];
  return name === undefined ? undefined : { key: withModifiers(name, held) };
}

/** The key of `ESC O letter`, which a keypad sends too. */
export function applicationKey(letter: string): Key | undefined {
  const name = letter === 'M' ? 'enter' : BY_LETTER[letter];
  return name === undefined ? undefined : { key: name };
}

/** The key of a character code with modifiers, as CSI u and modifyOtherKeys send it. */
function codeKey(code: number, held: number): Key | undefined {
  const functional = code >= 0xe000 && code <= 0xf8ff;
  if (code === 0 || code > 0x10ffff || functional) return undefined;
  const char = String.fromCodePoint(code);
  const named = NAMED[code];
  if (named !== undefined && char !== ' ') return { key: withModifiers(named, held) };
  // Shift is in the character already.
  const others = held & ~SHIFT;
  const shown = held & SHIFT && !(held & CTRL) ? char.toUpperCase() : char;
  const key = withModifiers(named ?? shown, others);
  return others === 0 ? { key, text: shown } : { key };
}

function withModifiers(name: string, held: number): string {
  const alt = (held & (ALT | OTHER_ALTS)) !== 0;
  return `${held & CTRL ? 'ctrl-' : ''}${alt ? 'alt-' : ''}${held & SHIFT ? 'shift-' : ''}${name}`;
}

function controlLetter(code: number): string {
  return String.fromCharCode(code + 64).toLowerCase();
}
