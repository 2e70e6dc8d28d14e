import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../src/json/parse.ts';
import { stringifyJson } from '../../src/json/stringify.ts';

test.each([
  ['3544790567247868102', 3544790567247868102n],
  ['-9007199254740993', -9007199254740993n],
  ['9007199254740991', 9007199254740991],
  ['1234567890123456.5', 1234567890123456.5],
  ['100000000000000000000', 100000000000000000000n],
  ['[1, 3544790567247868102]', [1, 3544790567247868102n]],
  [
    '{"a":{"b":[3544790567247868102,"3544790567247868102"]}}',
    {
      a: { b: [3544790567247868102n, '3544790567247868102'] },
    },
  ],
  [
    '{"text":"id: 3544790567247868102","n":3544790567247868102}',
    {
      text: 'id: 3544790567247868102',
      n: 3544790567247868102n,
    },
  ],
  ['{"a":1,"a":3544790567247868102}', { a: 3544790567247868102n }],
])('reads %s with every digit', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test('keeps a field called __proto__ as a field', () => {
  const value = parseJson('{"__proto__":3544790567247868102}') as object;
  expect(Object.getOwnPropertyDescriptor(value, '__proto__')?.value).toBe(3544790567247868102n);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test('refuses what is no JSON', () => {
  expect(() => parseJson('{"a":3544790567247868102')).toThrow(SyntaxError);
  expect(() => parseJson('{"a":03544790567247868102}')).toThrow(SyntaxError);
});

test('reads what it wrote, whatever it holds', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noDefaultInfinity: true, noNaN: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
      fc.bigInt().filter((n) => !Number.isSafeInteger(Number(n))),
      fc.string({ unit: fc.constantFrom('0', '1', '9', ',', ':', '-', '"', '\\', ' ', '[') }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (given, indent) => {
      const text = stringifyJson(given, indent) ?? '';
      // A double beyond 2^53 is written with all of its digits, and read as a whole number.
      expect(stringifyJson(parseJson(text), indent)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test('keeps the last of two fields of one name, also where a text looks like a long number', () => {
  const text = '{"text":"about 12345678901234567890","n":12345678901234567890,"a":1,"a":{"b":2}}';
  expect(parseJson(text)).toEqual({
    text: 'about 12345678901234567890',
    n: 12345678901234567890n,
    a: { b: 2 },
  });
});
