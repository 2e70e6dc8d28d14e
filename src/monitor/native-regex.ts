/**
 * A part of a pattern that both engines read alike: a character or class with how often it comes, an
 * end of the text, or a group without a count.
 */
const PART =
  /(?:(?<atom>[^\\^$.*+?()[\]{}|]|\\[\\^$.*+?()[\]{}|/d]|\[\^?(?:[A-Za-z0-9_ ](?:-[A-Za-z0-9])?)+\]|\.)(?<count>[*+?]\??|\{[1-9]\})?|[$^|]|(?<open>\()|(?<close>\)))/uy;

/**
 * Compiles a simple pattern with JavaScript's own engine, which is many times as fast as RE2 but
 * backtracks. Simple is what has one repeated or optional part at most, and one group, which is not
 * repeated: the time that takes is bounded by the square of the length of the text, so it is meant for
 * short texts. It finds what RE2 finds, without regard to case.
 * @returns undefined when the pattern is not simple.
 */
export function compileNative(pattern: string): RegExp | undefined {
  let [source, repeats, groups, depth] = ['', 0, 0, 0];
  PART.lastIndex = 0;
  while (PART.lastIndex < pattern.length) {
    const part = PART.exec(pattern);
    if (part === null) return undefined;
    const { atom, count = '', open, close } = part.groups ?? {};
    if (count !== '' && !count.startsWith('{')) repeats += 1;
    if (open) groups += 1;
    depth += Number(open !== undefined) - Number(close !== undefined);
    // For RE2 only a line feed ends a line.
    source += atom === '.' ? `[^\\n]${count}` : part[0];
    if (repeats > 1 || groups > 1 || depth < 0) return undefined;
  }
  try {
    return depth === 0 ? new RegExp(source, 'iu') : undefined;
  } catch {
    // RE2 says what is wrong, such as a range whose ends are the wrong way round.
    return undefined;
  }
}
