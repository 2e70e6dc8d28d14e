import { type CompileRegex, parsePattern } from '../regex.ts';
import { NO_FILTER, type TableFilter } from './table.ts';

/**
 * Reads a filter: words with spaces between them, each a text or a regular expression. A row shows when
 * each of them matches one of its texts, and none that begins with `!` does.
 * @returns the filter, or one sentence that says what is wrong.
 */
export function parseTextFilter<T>(
  text: string,
  compile: CompileRegex | undefined,
  textsOf: (row: T) => readonly string[],
): TableFilter<T> | string {
  const tests: ((texts: readonly string[]) => boolean)[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '' && part !== '!')) {
    const isInverse = word.startsWith('!');
    const regex = parsePattern(isInverse ? word.slice(1) : word, compile);
    if (typeof regex === 'string') return regex;
    tests.push((texts) => regex.testAny(texts) !== isInverse);
  }
  if (tests.length === 0) return NO_FILTER;
  return {
    ...NO_FILTER,
    text: text.trim(),
    test(row) {
      const texts = textsOf(row);
      return tests.every((test) => test(texts));
    },
  };
}
