import { expect, test } from 'vitest';
import { parseTypedJson } from '../../src/json/parse-typed.ts';

test.each([
  ['42', 42],
  ['3544790567247868102', 3544790567247868102n],
  ['-9223372036854775808', -9223372036854775808n],
  ['100000000000000000000', 1e20],
  ['1.0', 1],
  ['2.50', 2.5],
  ['0.1', 0.1],
  ['1E5', 100000],
  ['0e99999', 0],
  ['-0', 0],
  ['1.7976931348623157e308', 1.7976931348623157e308],
  ['5e-324', 5e-324],
])('takes %s, which is stored as it is', (text, value) => {
  expect(parseTypedJson(text)).toBe(value);
});

test.each([
  ['1e400', '1e400 is larger than any number that can be stored: make it a text in quotes'],
  ['9223372036854775809', '9223372036854775809 would be stored as 9223372036854776000: give it'],
  ['0.1234567890123456789', '0.1234567890123456789 would be stored as 0.12345678901234568: give'],
  ['1e-400', '1e-400 would be stored as 0'],
  ['3544790567247868102.0', 'would be stored as 3544790567247868000'],
  ['{"items":[{"id":1},{"id":1e999}]}', 'items[1].id: 1e999 is larger than'],
  [`{"a":${'9'.repeat(400)}}`, 'a: 999'],
])('refuses %s and says what would become of it', (text, message) => {
  expect(() => parseTypedJson(text)).toThrow(message);
});

test('refuses what is no JSON', () => {
  expect(() => parseTypedJson('{"a":')).toThrow(SyntaxError);
});

test('takes the last of two fields of one name', () => {
  expect(parseTypedJson('{"a":1,"b":{"c":[2],"c":3},"a":4}')).toEqual({ a: 4, b: { c: 3 } });
});
