import { expect, test } from 'vitest';
import { parsePattern } from '../../src/monitor/core/regex.ts';
import { compileRegex } from '../../src/monitor/regex.ts';

function read(pattern: string) {
  const regex = parsePattern(pattern, compileRegex);
  if (typeof regex === 'string') throw new Error(regex);
  return regex;
}

/** With a backtracking engine each of these takes longer than anybody lives. */
test.each([
  ['[A-Z0-9]+([A-Z0-9._%+-]*)+@x', `${'A'.repeat(5_000)}:`],
  ['(a+)+$', `${'a'.repeat(5_000)}!`],
  ['(.*,){20}x', '1,'.repeat(2_000)],
  ['(a|aa)+$', `${'a'.repeat(5_000)}b`],
])('%s ends on a text that it nearly matches', (pattern, text) => {
  expect(read(pattern).test(text)).toBe(false);
});

test('a plain text is found without an engine, and a pattern asks to wait for it', () => {
  const plain = parsePattern('Time out', undefined);
  expect(typeof plain !== 'string' && plain.test('a TIME OUT!')).toBe(true);
  expect(parsePattern('time.*out', undefined)).toContain('still loading');
});

test('the ends of a line are those of each text', () => {
  expect(read('^two$').testAny(['one', 'two', 'three'])).toBe(true);
  expect(read('^t.*').testAny(['one', 'two'])).toBe(true);
  expect(read('one.two').testAny(['one', 'two'])).toBe(false);
  expect(read('one\\stwo').testAny(['one', 'two'])).toBe(false);
  expect(read('one[^x]two').testAny(['one', 'two'])).toBe(false);
  expect(read('e\\z').testAny(['one', 'two'])).toBe(true);
});
