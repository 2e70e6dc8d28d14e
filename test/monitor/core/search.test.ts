import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextMatch, parseSearch } from '../../../src/monitor/core/search.ts';
import { compileRegex } from '../../../src/monitor/regex.ts';

describe('a search', () => {
  it('is a regular expression without regard to case', () => {
    const search = parseSearch('err(or)?:', compileRegex);
    if (typeof search === 'string') throw new Error(search);
    expect(['ERROR: no', 'an err: x', 'errors'].map((line) => search.test(line))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('that cannot be read says what is wrong', () => {
    expect(parseSearch('(', compileRegex)).toContain('missing closing )');
  });
});

describe('the next match', () => {
  const lines = ['a', 'x', 'b', 'x', 'c'];
  const from = (start: number, by: 1 | -1) =>
    nextMatch(lines.length, start, by, (i) => lines[i] === 'x');

  it('is the first from a line on, downwards or upwards', () => {
    expect([from(0, 1), from(1, 1), from(2, 1)]).toEqual([1, 1, 3]);
    expect([from(4, -1), from(2, -1)]).toEqual([3, 1]);
  });

  it('goes on round the end', () => {
    expect(from(4, 1)).toBe(1);
    expect(from(0, -1)).toBe(3);
    expect([from(5, 1), from(-1, -1)]).toEqual([1, 3]);
  });

  it('is none where nothing matches', () => {
    expect(nextMatch(3, 1, 1, () => false)).toBeUndefined();
    expect(nextMatch(0, 0, 1, () => true)).toBeUndefined();
  });

  it('visits every match once before it comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
        fc.constantFrom<1 | -1>(1, -1),
        (marks, by) => {
          const count = marks.filter(Boolean).length;
          const seen = new Set<number>();
          let at = 0;
          for (let i = 0; i < count; i++) {
            const found = nextMatch(marks.length, at, by, (line) => marks[line] === true);
            if (found === undefined) throw new Error('lost a match');
            seen.add(found);
            at = found + by;
          }
          expect(seen.size).toBe(count);
        },
      ),
    );
  });
});
