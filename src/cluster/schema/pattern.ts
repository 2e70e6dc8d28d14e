import { RE2JS, RE2JSException } from 're2js';

/**
 * Patterns of schemas are written for RE2, as Go reads them, and they are matched in a time linear in
 * the text: no pattern holds the server up, whatever it is and whatever it meets.
 */
const compiled = new Map<string, RE2JS>();

/** Whether a pattern matches anywhere in a text. Throws for a pattern that is none. */
export function matchesPattern(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? RE2JS.compile(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

/** Why a pattern is none, in the message of Go; undefined: it is one. */
export function patternFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSException) return error.message;
    throw error;
  }
}
