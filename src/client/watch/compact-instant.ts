import { formatInstant } from '../../api/instant.ts';

/** Seconds since 1970 if they hold the whole text; else the text. */
export type CompactInstant = number | string | undefined;

const WHOLE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** An instant in the least space: a number takes no extra memory. */
export function compactInstant(text: string | undefined): CompactInstant {
  if (text === undefined || !WHOLE.test(text)) return text;
  const date = new Date(text);
  // A date such as February 30, or hour 24, parses as another date, whose text differs.
  const isThatDay = date.getUTCDate() === Number(text.slice(8, 10));
  return isThatDay ? date.getTime() / 1_000 : text;
}

/** The text that it was made of. */
export function instantText(instant: CompactInstant): string | undefined {
  return typeof instant === 'number' ? formatInstant(instant * 1_000) : instant;
}
