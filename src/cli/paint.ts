import type { Environment } from '../kube/connection/environment.ts';
import { safeText } from '../text/sanitize.ts';
import type { Span, Tone } from '../text/span.ts';

/**
 * Turns a piece of text into output for a terminal or a file, without control characters from the
 * cluster.
 */
export type Paint = (span: Span) => string;

/** A line of text, in parts of different styles. */
export type Line = readonly Span[];

/** The attributes of each tone, as in the monitor's theme, within the 16 basic colors. */
const ATTRIBUTES: Readonly<Record<Tone, string>> = {
  text: '',
  muted: '2',
  strong: '1',
  accent: '36',
  title: '1',
  key: '1;36',
  good: '32',
  busy: '36',
  wait: '35',
  warn: '33',
  bad: '31',
  off: '2',
};

/**
 * Paints in color if the terminal has colors and the user wants them; else plain text. All text
 * that commands draw passes through here, which removes control characters.
 */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: Environment): Paint {
  const { NO_COLOR = '', TERM = '' } = environment.variables;
  const coloured = stream.isTTY === true && NO_COLOR === '' && TERM !== '' && TERM !== 'dumb';
  return coloured ? paintInColor : ({ text }) => safeText(text);
}

/** Paints one line, without trailing blanks. */
export function paintLine(spans: Line, paint: Paint): string {
  const kept = [...spans];
  while (kept.at(-1)?.text.trim() === '') kept.pop();
  const last = kept.pop();
  if (last === undefined) return '';
  return [...kept, { ...last, text: last.text.trimEnd() }].map(paint).join('');
}

function paintInColor({ text: given, style }: Span): string {
  const text = safeText(given);
  const attributes = [ATTRIBUTES[style?.tone ?? 'text'], style?.bold ? '1' : '']
    .filter(Boolean)
    .join(';');
  return attributes === '' || text === '' ? text : `\x1b[${attributes}m${text}\x1b[m`;
}
