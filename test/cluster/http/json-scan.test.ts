import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, scanJson } from '../../../src/cluster/http/json-scan.ts';

const scan = (text: string) => scanJson(Buffer.from(text));

describe('a text of JSON', () => {
  it('is read wherever JSON.parse reads it, and nowhere else', () => {
    const reads = (read: (text: string) => unknown, text: string) => {
      try {
        read(text);
        return true;
      } catch {
        return false;
      }
    };
    const almost = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '0', '.', '\n', 'é'))
      .map(([text, at, char]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + char + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), almost), (text) => {
        expect(reads(scan, text), text).toBe(reads(JSON.parse, text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"a"', 'unexpected end of JSON input'],
    ['{a', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1', "invalid character '1' after object key"],
    ['{"a":1 1', "invalid character '1' after object key:value pair"],
    ['[1 1', "invalid character '1' after array element"],
    ['1 1', "invalid character '1' after top-level value"],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['trux', "invalid character 'x' in literal true (expecting 'e')"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['"\n"', String.raw`invalid character '\n' in string literal`],
    [String.raw`"\x"`, "invalid character 'x' in string escape code"],
    [String.raw`"\u00x"`, String.raw`invalid character 'x' in \u hexadecimal character escape`],
  ])('that is none is refused as Go refuses it: %j', (text, message) => {
    expect(() => scan(text)).toThrow(message);
  });

  it('may nest so deep and no deeper', () => {
    const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
    expect(scan(nested(MAX_DEPTH))).toEqual([]);
    expect(() => scan(nested(MAX_DEPTH + 2))).toThrow("invalid character '[' exceeded max depth");
    expect(() => scan('['.repeat(3_000_000))).toThrow('exceeded max depth');
  });

  it('is told for the fields that stand twice', () => {
    const text = String.raw`{"a":1,"b":[{"c":1,"\u0063":2}],"a":{"x":1},"d":{"a":1}}`;
    expect(scan(text)).toEqual(['b[0].c', 'a']);
  });
});
