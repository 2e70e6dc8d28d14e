import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appended, EMPTY_BUFFER, type LogEntry } from '../../../../src/monitor/core/logs/buffer.ts';

const line = (text: string): LogEntry => ({ kind: 'line', source: 'job', timestamp: '', text });
const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => line(`${from + i}`));

describe('the buffer of a log', () => {
  it('has the newer lines behind the older ones', () => {
    const buffer = appended(appended(EMPTY_BUFFER, lines(0, 2)), lines(2, 2));
    expect(buffer.entries.map((entry) => entry.text)).toEqual(['0', '1', '2', '3']);
    expect(buffer.dropped).toBe(0);
  });

  it('keeps ten thousand lines, and counts those it let go', () => {
    const full = appended(EMPTY_BUFFER, lines(0, 10_000));
    expect(full.dropped).toBe(0);
    const over = appended(full, lines(10_000, 3));
    expect(over.entries).toHaveLength(10_000);
    expect(over.entries[0]?.text).toBe('3');
    expect(over.entries.at(-1)?.text).toBe('10002');
    expect(over.dropped).toBe(3);
    expect(appended(over, lines(0, 25_000)).dropped).toBe(25_003);
  });

  it('keeps eight million characters, whatever the lines are like', () => {
    const million = line('x'.repeat(2 ** 20));
    const buffer = appended(
      EMPTY_BUFFER,
      Array.from({ length: 12 }, () => million),
    );
    expect(buffer.entries).toHaveLength(8);
    expect(buffer.dropped).toBe(4);
    expect(appended(buffer, [line('x'.repeat(9 * 2 ** 20))]).entries).toEqual([]);
  });

  it('never loses count: what it holds and what it dropped is what it was given', () => {
    const batch = fc.array(fc.constantFrom(1, 5_000, 2 ** 20, 2 ** 22), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 6 }), (batches) => {
        let buffer = EMPTY_BUFFER;
        let given = 0;
        for (const sizes of batches) {
          buffer = appended(
            buffer,
            sizes.map((size) => line(' '.repeat(size))),
          );
          given += sizes.length;
          expect(buffer.entries.length + buffer.dropped).toBe(given);
          expect(buffer.characters).toBe(buffer.entries.reduce((sum, e) => sum + e.text.length, 0));
          expect(buffer.characters).toBeLessThanOrEqual(2 ** 23);
        }
      }),
      { numRuns: 30 },
    );
  });
});
