import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { compileNative } from '../../src/monitor/native-regex.ts';
import { compileRegex } from '../../src/monitor/regex.ts';

const SIMPLE = [
  ...['deploy.*7', '^deploy', '7$', '^$', '(deploy|roll)', 'x|y|', 'de.loy', 'time.?out', '\\.'],
  ...['[0-9]{5}', '\\d+$', '[^a-c]', '[^a]b', 'worker-[1-3]', 'a(b|c+)d', 'ÄÖ.', 'k.', 's$', '𝒳.'],
];

const TEXTS = [
  ...['', 'a', 'deploy-7', 'DEPLOY 17', 'a-deploy', 'roll', 'time out', 'timeout', 'x', 'äöü', '.'],
  ...['12345', '1234', 'worker-2', 'worker-4', 'abd', 'acccd', 'ad', '𝒳y', '𝒳', 'two\nlines', '\n'],
  ...[
    'de\rloy',
    'de\u2028loy',
    'de\nloy',
    '\u212a1',
    'bu\u017f',
    '\ud800b',
    '١٢٣',
    'cab',
    'deploy\n',
  ],
];

describe('the engine for short texts', () => {
  test.each(SIMPLE)('finds with %s what RE2 finds', (pattern) => {
    const linear = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    const native = compileNative(pattern);
    expect(TEXTS.filter((text) => native?.test(text))).toEqual(
      TEXTS.filter((text) => linear.test(text)),
    );
  });

  test.each([
    ...['(a+)+$', '(a|aa)+', '(a|b)(c|d)', '((a))', 'a.*b.*c', 'a?b?', 'a*?b*', '(a)?', '(a){2}'],
    ...['a{2,}', 'a{1,9}', 'a{10}', '\\w', '\\s', '\\b', '[\\d]', '[[:alpha:]]', '(?:a)', '(?i)a'],
    ...[
      'a(',
      'a)',
      ')(',
      '[b-a]',
      'a**',
      '*',
      '\\',
      '[',
      ']',
      '{',
      '\\1',
      '(?=a)',
      '\\pL',
      '\\Qa\\E',
    ],
  ])('leaves %s to RE2', (pattern) => {
    expect(compileNative(pattern)).toBeUndefined();
  });
});

test('a long text is tried with RE2, even where the pattern is simple', () => {
  const regex = compileRegex('a.*b');
  if (typeof regex === 'string') throw new Error(regex);
  // A backtracking engine takes minutes for this.
  const text = 'a'.repeat(500_000);
  expect(regex.test(text)).toBe(false);
  expect(regex.testAny(['short', text])).toBe(false);
  expect(regex.testAny(['short', `${text}b`])).toBe(true);
});
