import { type CompileRegex, parsePattern } from '../regex.ts';
import { NO_TABLE_FILTER, type TableFilter } from './table.ts';

/**
 * Reads a filter: words with spaces between them, each a text or a regular expression. A row shows when
 * each of them matches one of its texts, and none that begins with `!` does.
 * @returns the filter, or one sentence that says what is wrong.
 */
export function parseTableFilter(
  text: string,
  compile: CompileRegex | undefined,
): TableFilter | string {
  const tests: TableFilter['test'][] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '' && part !== '!')) {
    const isInverse = word.startsWith('!');
    const regex = parsePattern(isInverse ? word.slice(1) : word, compile);
    if (typeof regex === 'string') return regex;
    tests.push((texts) => regex.testAny(texts) !== isInverse);
  }
  if (tests.length === 0) return NO_TABLE_FILTER;
  return { text: text.trim(), test: (texts) => tests.every((test) => test(texts)) };
}
