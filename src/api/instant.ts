/** Milliseconds since 1970 of an RFC 3339 instant; a missing or malformed one is undefined. */
export function parseInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Date.parse(text);
  return Number.isNaN(value) ? undefined : value;
}

/** An instant as kontinue writes it: UTC, whole seconds (contract: What each intervention writes). */
export function formatInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
