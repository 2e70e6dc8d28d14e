import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { CompileRegex, Regex } from './core/regex.ts';
import { compileNative } from './native-regex.ts';

/** Why a pattern that JavaScript would take is refused. */
const UNSUPPORTED = /^\(\?<?[=!]|\\[1-9]/;
/** What may match the end of a line, or looks at the ends of all: lines are then tried one by one. */
const CROSSES_LINES = /\\[sSWDnrvAzZBpPQx0C]|\[\^|\(\?|\[\[:/;

/** Up to this length of a text the square of it is soon done: names are this short, and most messages. */
const SHORT_CHARS = 128;

/**
 * Compiles with RE2, which has no backtracking: a pattern takes time in proportion to the text. The
 * price is that there is no looking ahead or behind, and there are no references to groups. Short texts
 * are tried with JavaScript's engine where the pattern is simple: a list is then filtered in a tenth of
 * the time.
 */
export const compileRegex: CompileRegex = (pattern) => {
  try {
    const native = compileNative(pattern);
    return native === undefined ? compileLinear(pattern) : splitByLength(pattern, native);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    // Our own flags stand before the whole pattern.
    const part = (error.getPattern() ?? '').replace(/^\(\?[a-z]+\)/, '');
    return UNSUPPORTED.test(part)
      ? `${part} is not supported: patterns cannot look ahead or behind, or refer to a group`
      : `the pattern cannot be read: ${error.getDescription()}${part ? `: ${part}` : ''}`;
  }
};

/** What is simple is right for RE2, too: it is compiled with the first long text. */
function splitByLength(pattern: string, native: RegExp): Regex {
  let linear: Regex | undefined;
  const test = (text: string) => {
    if (text.length <= SHORT_CHARS) return native.test(text);
    linear ??= compileLinear(pattern);
    return linear.test(text);
  };
  return { test, testAny: (texts) => texts.some(test) };
}

function compileLinear(pattern: string): Regex {
  const regex = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  const ofLines = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE);
  const crosses = CROSSES_LINES.test(pattern);
  return {
    test: (text) => regex.test(text),
    // One look at all lines together costs a fraction of one look at each.
    testAny: (texts) =>
      crosses ? texts.some((text) => regex.test(text)) : ofLines.test(texts.join('\n')),
  };
}
