import { parse } from 'lossless-json';

/** The code units of `0` and `9`. */
const ZERO = 48;
const NINE = 57;
/** The first whole number that JavaScript cannot tell from its neighbors has this many digits. */
const MIN_DIGITS = 16;
/** What stands before a number in JSON. */
const BEFORE_NUMBER = /[:,[\s]/;
const WHOLE = /^-?\d+$/;

/**
 * Reads JSON and keeps every whole number as it is: beyond 2^53 it becomes a `bigint`. The rest is as
 * `JSON.parse` has it.
 * @throws SyntaxError if the text is not JSON.
 */
export function parseJson(text: string): unknown {
  const tokens = findLongNumbers(text);
  const value: unknown = JSON.parse(text);
  if (tokens.length === 0) return value;
  const quoted = parseQuoted(text, tokens);
  // A text within the text looked like a number: read character by character, which takes far longer.
  if (quoted === undefined) {
    return parse(text, undefined, { parseNumber: exactNumber, onDuplicateKey: keepLast });
  }
  return restore(value, quoted);
}

interface Token {
  readonly start: number;
  readonly end: number;
}

/**
 * Where numbers of many digits may stand. It looks at every sixteenth character alone, since any such
 * number covers one: a long list costs a twentieth of its parsing.
 */
function findLongNumbers(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = MIN_DIGITS - 1; at < text.length; at += MIN_DIGITS) {
    if (!isDigit(text, at)) continue;
    let start = at;
    while (isDigit(text, start - 1)) start -= 1;
    let end = at + 1;
    while (isDigit(text, end)) end += 1;
    if (end - start < MIN_DIGITS) continue;
    if (text[start - 1] === '-') start -= 1;
    if (startsValue(text, start) && !/[.eE]/.test(text[end] ?? '')) tokens.push({ start, end });
    at = end;
  }
  return tokens;
}

function startsValue(text: string, start: number): boolean {
  return start === 0 || BEFORE_NUMBER.test(text[start - 1] ?? '');
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= NINE;
}

/**
 * The same value with these numbers as texts. Undefined where one of them is part of a text: its
 * quotes then end that text early, and what follows is no JSON.
 */
function parseQuoted(text: string, tokens: readonly Token[]): unknown {
  let quoted = '';
  let end = 0;
  for (const token of tokens) {
    quoted += `${text.slice(end, token.start)}"${text.slice(token.start, token.end)}"`;
    end = token.end;
  }
  try {
    return JSON.parse(quoted + text.slice(end));
  } catch {
    return undefined; // The caller reads it another way.
  }
}

/** Puts the exact number wherever the one reading has a number and the other its text. */
function restore(value: unknown, quoted: unknown): unknown {
  if (typeof value === 'number') return typeof quoted === 'string' ? exactNumber(quoted) : value;
  if (!isFields(value) || !isFields(quoted)) return value;
  for (const key in value) {
    const part = value[key];
    if (typeof part === 'number' || typeof part === 'object') {
      value[key] = restore(part, quoted[key]);
    }
  }
  return value;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A number as JavaScript holds it without a change, as far as it is whole. */
function exactNumber(token: string): number | bigint {
  const value = Number(token);
  return !Number.isSafeInteger(value) && WHOLE.test(token) ? BigInt(token) : value;
}

/** What `JSON.parse` does with a key that comes twice. */
function keepLast({ newValue }: { readonly newValue: unknown }): unknown {
  return newValue;
}
