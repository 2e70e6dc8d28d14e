import { type Shown, safeText } from './sanitize.ts';

/** What a piece of text means. The terminal's theme gives it a colour. */
export type Tone =
  | 'text'
  | 'muted'
  | 'strong'
  | 'accent'
  | 'title'
  | 'key'
  | 'good'
  | 'busy'
  | 'wait'
  | 'warn'
  | 'bad'
  | 'off';

export interface Style {
  readonly tone?: Tone;
  readonly bold?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
  /** A palette index 0–255 that overrides the tone: colours a log line brought along. */
  readonly fg?: number;
  readonly bg?: number;
}

/** A run of text in one style. The text is clean: no control characters (see sanitize.ts). */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** A run of text in one tone. Every value that is drawn passes here, and is made safe. */
export function span(value: Shown, tone?: Tone, style?: Omit<Style, 'tone'>): Span {
  const text = safeText(value);
  return tone === undefined && style === undefined
    ? { text }
    : { text, style: { ...style, ...(tone !== undefined && { tone }) } };
}
