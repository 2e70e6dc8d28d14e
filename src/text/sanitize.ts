import { stringifyJson } from '../json/stringify.ts';

/** Messages and names longer than this say no more to a person. */
const LONGEST = 4096;

const TAB = '    ';
const NEWLINE_MARK = '↵';

/**
 * One escape sequence in its 7-bit or 8-bit (C1) form: CSI, a terminated string (OSC, DCS, SOS, PM,
 * APC), or any other. An unterminated one loses only its introducer, so it cannot hide what follows.
 */
export const SEQUENCE =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]|\x1b/g;

const PRINTABLE_ASCII = /^[ -~]*$/;
const LINE_END = /\r\n?|[\n\x0b\x0c\x85\p{Zl}\p{Zp}]/gu;
/** C0, C1, and format characters: bidi overrides, joiners, zero-width spaces, tags. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/**
 * Text from the cluster, made safe to show on one line: no control or escape sequence, nothing
 * invisible, at most `cap` characters. A newline inside shows as ↵; a tab becomes spaces.
 */
export function sanitize(value: Shown, { cap = LONGEST }: { readonly cap?: number } = {}): string {
  const text = textOf(value);
  if (text.length <= cap && PRINTABLE_ASCII.test(text)) return text;
  // What is dropped is not counted, but an endless text is not read to its end either.
  const visible = makePlain(text.slice(0, cap * 4).replace(SEQUENCE, '')).replace(/↵+$/u, '');
  const isWhole = text.length <= cap * 4;
  return shorten(isWhole ? visible : `${visible}…`, cap);
}

/**
 * What a server may send where a text belongs: with other definitions than ours, a number may come as a
 * text with escape sequences in it, and a text as a number.
 */
export type Shown = string | number | bigint;

function textOf(value: Shown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? (stringifyJson(value) ?? '') : String(value);
}

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * The one gate of everything that is drawn: text without control or escape sequences. What should be
 * short, or on one line with a sign for each line end, goes through {@link sanitize} before.
 */
export function safeText(value: Shown): string {
  const text = textOf(value);
  return UNSAFE.test(text) ? makePlain(text.replace(SEQUENCE, '')) : text;
}

/** As {@link sanitize}, for a piece of text that has no escape sequences any more. */
export function makePlain(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text
    .replace(LINE_END, NEWLINE_MARK)
    .replace(/\t/g, TAB)
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\ufffd');
}

function shorten(text: string, cap: number): string {
  if (text.length <= cap) return text;
  // Never between the halves of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(cap - 2)) ? cap - 2 : cap - 1;
  return `${text.slice(0, end)}…`;
}
