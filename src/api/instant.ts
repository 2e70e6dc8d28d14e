/**
 * Milliseconds since 1970 of an RFC 3339 instant; a missing or malformed one is undefined, and so is one
 * before 1970: Go writes a time that is not set as the year 1.
 */
export function parseInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Date.parse(text);
  return value >= 0 ? value : undefined;
}

/** An instant as kontinue writes it: UTC, whole seconds (contract: What each intervention writes). */
export function formatInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
