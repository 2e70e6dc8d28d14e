import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { CompileRegex } from './core/regex.ts';

/** Why a pattern that JavaScript would take is refused. */
const UNSUPPORTED = /^\(\?<?[=!]|\\[1-9]/;
/** What may match the end of a line, or looks at the ends of all: lines are then tried one by one. */
const CROSSES_LINES = /\\[sSWDnrvAzZBpPQx0C]|\[\^|\(\?|\[\[:/;

/**
 * Compiles with RE2, which has no backtracking: a pattern takes time in proportion to the text. The
 * price is that there is no looking ahead or behind, and there are no references to groups.
 */
export const compileRegex: CompileRegex = (pattern) => {
  try {
    const regex = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    const ofLines = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE);
    const crosses = CROSSES_LINES.test(pattern);
    return {
      test: (text) => regex.test(text),
      // One look at all lines together costs a fraction of one look at each.
      testAny: (texts) =>
        crosses ? texts.some((text) => regex.test(text)) : ofLines.test(texts.join('\n')),
    };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    // Our own flags stand before the whole pattern.
    const part = (error.getPattern() ?? '').replace(/^\(\?[a-z]+\)/, '');
    return UNSUPPORTED.test(part)
      ? `${part} is not supported: patterns cannot look ahead or behind, or refer to a group`
      : `the pattern cannot be read: ${error.getDescription()}${part ? `: ${part}` : ''}`;
  }
};
