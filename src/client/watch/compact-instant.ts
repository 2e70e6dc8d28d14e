import { formatInstant } from '../../api/instant.ts';

/** Seconds since 1970 where that says all of it; else the text as it came. */
export type CompactInstant = number | string | undefined;

const WHOLE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** An instant in the least space: a number takes none besides its place. */
export function compactInstant(text: string | undefined): CompactInstant {
  if (text === undefined || !WHOLE.test(text)) return text;
  const date = new Date(text);
  // A 30th of February, or an hour 24, is read as a day that is written otherwise.
  const isThatDay = date.getUTCDate() === Number(text.slice(8, 10));
  return isThatDay ? date.getTime() / 1_000 : text;
}

/** The text that it was made of. */
export function instantText(instant: CompactInstant): string | undefined {
  return typeof instant === 'number' ? formatInstant(instant * 1_000) : instant;
}
