import { formatInstant } from '../api/instant.ts';

/** Seconds since 1970 where that says all of it; else the text as it came. */
export type CompactInstant = number | string | undefined;

/** An instant in the least space: a number takes none besides its place. */
export function compactInstant(text: string | undefined): CompactInstant {
  if (text === undefined) return undefined;
  const milliseconds = Date.parse(text);
  const isWhole = milliseconds % 1_000 === 0 && formatInstant(milliseconds) === text;
  return isWhole ? milliseconds / 1_000 : text;
}

/** The text that it was made of. */
export function instantText(instant: CompactInstant): string | undefined {
  return typeof instant === 'number' ? formatInstant(instant * 1_000) : instant;
}
