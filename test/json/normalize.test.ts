import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeJson } from '../../src/json/normalize.ts';

class Invoice {
  readonly id = 3544790567247868102n;
  readonly due = new Date(0);
  readonly note = undefined;
  pay(): void {}
}

test('makes plain data of classes, dates and bigints', () => {
  expect(normalizeJson({ invoice: new Invoice(), small: 7n, list: [undefined, () => 1] })).toEqual({
    invoice: { id: 3544790567247868102n, due: '1970-01-01T00:00:00.000Z' },
    small: 7,
    list: [null, null],
  });
});

test('follows the rules of JSON.stringify for all that JSON has a form for', () => {
  fc.assert(
    fc.property(fc.object({ withDate: true, withBoxedValues: true }), (value) => {
      let expected: unknown;
      try {
        expected = JSON.parse(JSON.stringify(value, (_, part) => finite(part)));
      } catch {
        return; // Nothing to compare with.
      }
      expect(normalizeJson(value)).toEqual(expected);
    }),
  );
});

/** Numbers without a form are not what this compares. */
function finite(part: unknown): unknown {
  if (typeof part === 'number' && !Number.isFinite(part)) throw new Error('no form');
  return part;
}

test.each([
  [{ a: [{ b: Number.NaN }] }, 'a[0].b is NaN, which JSON has no form for'],
  [{ limit: Number.POSITIVE_INFINITY }, 'limit is Infinity'],
  [2n ** 64n + 1n, 'it is 18446744073709551617, which would be stored as another number'],
])('refuses %o by name', (value, message) => {
  expect(() => normalizeJson(value)).toThrow(message);
});

test('refuses what holds itself, and takes what only comes twice', () => {
  const shared = { id: 1 };
  expect(normalizeJson([shared, shared])).toEqual([{ id: 1 }, { id: 1 }]);
  const self: Record<string, unknown> = {};
  self.above = { self };
  expect(() => normalizeJson(self)).toThrow('above.self holds itself');
});
