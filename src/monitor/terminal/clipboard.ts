import { StringDecoder } from 'node:string_decoder';

/** What stands between us and the terminal that has the clipboard. */
export type Multiplexer = 'tmux' | 'screen' | undefined;

/** Terminals refuse more than about 100,000 bytes of base64. */
const MOST_COPIED = 74_000;
/** The longest string that screen passes on in one piece. */
const SCREEN_PIECE = 512;

/** The sequence (OSC 52) that asks the terminal to put the text into the clipboard. */
export function copySequence(text: string, inside: Multiplexer): string {
  const bytes = Buffer.from(text).subarray(0, MOST_COPIED);
  // Without half a character at its end.
  const whole = Buffer.from(new StringDecoder('utf8').write(bytes));
  const osc = `\x1b]52;c;${whole.toString('base64')}\x07`;
  if (inside === 'screen') {
    const pieces = osc.match(new RegExp(`[\\s\\S]{1,${SCREEN_PIECE}}`, 'g')) ?? [];
    return pieces.map((piece) => `\x1bP${piece}\x1b\\`).join('');
  }
  // tmux takes the first where `set-clipboard` is on, and passes the second where it is allowed to.
  if (inside === 'tmux') return `${osc}\x1bPtmux;${osc.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
  return osc;
}
