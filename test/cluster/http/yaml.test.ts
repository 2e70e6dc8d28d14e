import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../src/cluster/http/yaml.ts';

const LIMIT = 3 * 1024 * 1024;
const read = (text: string) => parseYaml(text, LIMIT);
const many = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

describe('YAML that asks too much', () => {
  it.each([
    ['3 MB of dashes', '- '.repeat(1_500_000), 'exceeded max depth'],
    ['3 MB of brackets', '['.repeat(3_000_000), 'exceeded max depth'],
    ['3 MB of question marks', '? '.repeat(1_500_000), 'exceeded max depth'],
    ['a flight of stairs', many(2_000, (i) => `${' '.repeat(i)}-`), 'exceeded max depth'],
    ['an alias of what holds it', 'a: &a [*a]', 'exceeded max depth'],
    [
      'a long text, again and again',
      `a: &a ${'x'.repeat(100_000)}\nb: [${'*a,'.repeat(1_000)}]`,
      'excessive aliasing',
    ],
    [
      'a long map, merged again and again',
      `a: &a\n${many(5_000, (i) => `  k${i}: 1`)}\n${many(500, (i) => `z${i}:\n  <<: *a`)}`,
      'excessive aliasing',
    ],
    ['a number without an end', 'a: .inf', 'json: unsupported value'],
  ])('is refused: %s', (_, text, why) => {
    expect(() => read(text)).toThrow(why);
  });

  it('is read when it is only long', () => {
    const keys = read(many(200_000, (i) => `k${i}: v`)).value as object;
    expect(Object.keys(keys)).toHaveLength(200_000);
  });
});

describe('a whole number', () => {
  it.each([
    ['0', 0],
    ['-42', -42],
    ['1_000', 1_000],
    ['0x1F', 31],
    ['0o17', 15],
    ['017', 15],
    ['0b101', 5],
    ['3544790567247868102', 3_544_790_567_247_868_102n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['9223372036854775808', 2 ** 63],
    ['09', 9],
    ['1.5', 1.5],
  ])('%s is read as %s', (text, value) => {
    expect(read(`a: ${text}`).value).toEqual({ a: value });
  });
});

describe('a key that stands twice', () => {
  it.each([
    ['a: 1\na: 2', 'line 2: key "a"'],
    ['{a: 1, "b c": 2, "b c": 3}', 'line 1: key "b c"'],
    ["x:\n- a: 1\n  'a': 2", 'line 3: key "a"'],
  ])('is named with its line, and holds as it stands last: %j', (text, named) => {
    const { duplicates, value } = read(text);
    expect(duplicates).toEqual([`yaml: unmarshal errors:\n  ${named} already set in map`]);
    expect(JSON.stringify(value)).toMatch(/[23]/);
  });
});
