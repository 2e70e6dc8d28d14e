/** A pattern that was read. It takes time in proportion to the text, whatever the pattern. */
export interface Regex {
  test(text: string): boolean;
  /** Whether one of several texts, each on one line, matches; `^` and `$` are the ends of each. */
  testAny(texts: readonly string[]): boolean;
}

/** Reads a regular expression, without regard to case; or one sentence on what is wrong. */
export type CompileRegex = (pattern: string) => Regex | string;

/** What means something else than itself in a regular expression. */
const META = /[\\^$.*+?()[\]{}|]/;

/**
 * Reads what a user typed to search for: a plain text, or a regular expression. The engine is loaded
 * after the first frame; until then only plain texts can be searched for.
 */
export function parsePattern(text: string, compile: CompileRegex | undefined): Regex | string {
  if (META.test(text)) {
    return compile ? compile(text) : 'regular expressions are still loading: try again in a moment';
  }
  const wanted = text.toLowerCase();
  const test = (given: string) => given.toLowerCase().includes(wanted);
  return { test, testAny: (texts) => test(texts.join('\n')) };
}
