import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fnv1a, truncateName } from '../../src/api/labels.ts';

describe('fnv1a', () => {
  // The first ones are the published test vectors of 32-bit FNV-1a.
  it.each([
    ['', '811c9dc5'],
    ['a', 'e40c292c'],
    ['b', 'e70c2de5'],
    ['foobar', 'bf9cf968'],
    ['chongo was here!\n', 'd49930d5'],
  ])('hashes %j to %s', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  it('hashes the bytes of UTF-8', () => {
    const bytes = new TextEncoder().encode('größe-€-🚀');
    let hash = 0x811c9dc5n;
    for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn;
    expect(fnv1a('größe-€-🚀')).toBe(hash.toString(16).padStart(8, '0'));
  });

  it('always has eight digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fnv1a(text)).toMatch(/^[0-9a-f]{8}$/);
      }),
    );
  });
});

describe('fittedName', () => {
  it('leaves a name alone that fits', () => {
    expect(truncateName('a'.repeat(63))).toBe('a'.repeat(63));
    expect(truncateName('a'.repeat(253), 253)).toBe('a'.repeat(253));
  });

  it('cuts a label value at 54 characters and adds the hash of the whole', () => {
    const name = 'a'.repeat(64);
    expect(truncateName(name)).toBe(`${'a'.repeat(54)}-${fnv1a(name)}`);
  });

  it('cuts other names at 253', () => {
    const name = 'b'.repeat(300);
    expect(truncateName(name, 253)).toBe(`${'b'.repeat(244)}-${fnv1a(name)}`);
  });

  it('strips dashes and dots where it cuts', () => {
    const name = `${'a'.repeat(50)}-.-.${'b'.repeat(20)}`;
    expect(truncateName(name)).toBe(`${'a'.repeat(50)}-${fnv1a(name)}`);
  });

  it('tells long names apart that differ at their end only', () => {
    const name = 'nightly-tests-'.repeat(6);
    expect(truncateName(`${name}1`)).not.toBe(truncateName(`${name}2`));
  });

  it('always fits, and is a label value and an object name', () => {
    const letter = fc.constantFrom(...'abc019');
    const name = fc
      .tuple(letter, fc.string({ unit: fc.constantFrom(...'abc019-.'), maxLength: 300 }), letter)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(name, fc.constantFrom(63, 253), (text, limit) => {
        const fitted = truncateName(text, limit);
        expect(fitted.length).toBeLessThanOrEqual(limit);
        expect(fitted).toMatch(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/);
      }),
    );
  });
});
