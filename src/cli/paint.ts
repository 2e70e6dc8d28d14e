import type { Environment } from '../kube/connection/environment.ts';
import { safeText } from '../text/sanitize.ts';
import type { Span, Tone } from '../text/span.ts';

/** A piece of text as it goes to the terminal or the file: whatever it was, it is safe there. */
export type Paint = (span: Span) => string;

/** A line of text, in parts of different looks. */
export type Line = readonly Span[];

/** The attributes of each tone, as the monitor's theme has them, among the 16 colours alone. */
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
 * Colors on a terminal that has them and a user who wants them; else the bare text. Every text that
 * commands draw passes here: nothing but text is left of it, wherever it came from.
 */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: Environment): Paint {
  const { NO_COLOR = '', TERM = '' } = environment.variables;
  const coloured = stream.isTTY === true && NO_COLOR === '' && TERM !== '' && TERM !== 'dumb';
  return coloured ? paintInColor : ({ text }) => safeText(text);
}

/** One line of painted text, without the blanks that fill it. */
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
