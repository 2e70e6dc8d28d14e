import type { Size } from './frame.ts';

/** What comes from the terminal. */
export type TerminalEvent =
  /**
   * One key, under one name on every terminal: `j`, `G`, `?`, `space`, `enter`, `esc`, `tab`,
   * `backspace`, `delete`, `insert`, `up`, `home`, `pgdn`, `f1`, with `ctrl-`, `alt-`, `shift-` before
   * it in that order (a shifted letter is the capital). `text` is what it types into a field.
   */
  | { readonly kind: 'key'; readonly key: string; readonly text?: string }
  /** Pasted text exactly as it came: newlines and control characters are for the reader to clean. */
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'resize'; readonly size: Size }
  /** The screen is ours again, after ctrl-z and fg or after it was lent: it wants a frame. */
  | { readonly kind: 'resumed' }
  /** The terminal has taken the frame that made `paint` skip a later one. */
  | { readonly kind: 'drained' }
  /** Nobody is there any more. No event follows. */
  | { readonly kind: 'gone' };
