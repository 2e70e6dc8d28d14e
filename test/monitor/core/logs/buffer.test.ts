import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  EMPTY_BUFFER,
  type LogBuffer,
  type LogEntry,
} from '../../../../src/monitor/core/logs/buffer.ts';

const line = (text: string): LogEntry => ({ kind: 'line', source: 'job', timestamp: '', text });
const appended = (buffer: LogBuffer, entries: readonly LogEntry[]) =>
  append(buffer, entries).buffer;
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

describe('the lines of several logs', () => {
  const at = (source: string, timestamp: string, container?: string): LogEntry => {
    const text = `${source} ${timestamp}`;
    return { kind: 'line', source, timestamp, text, ...(container && { container }) };
  };
  const second = (n: number) => `2026-11-22T10:41:0${n}.000000000Z`;
  const texts = (...entries: LogEntry[]) =>
    entries
      .reduce((buffer, entry) => appended(buffer, [entry]), EMPTY_BUFFER)
      .entries.map(({ text }) => text);

  it('stand in the order of their times, in whatever order their streams open', () => {
    const a = [1, 3, 5].map((n) => at('a', second(n)));
    const b = [2, 4, 6].map((n) => at('b', second(n)));
    const inOrder = [1, 2, 3, 4, 5, 6].map((n) => `${n % 2 ? 'a' : 'b'} ${second(n)}`);
    expect(texts(...a, ...b)).toEqual(inOrder);
    expect(texts(...b, ...a)).toEqual(inOrder);
  });

  it('are compared as instants, whatever the zones of their nodes', () => {
    const [berlin, utc] = ['2026-10-25T02:59:59.2+02:00', '2026-10-25T01:00:01.000000000Z'];
    expect(texts(at('utc', utc), at('berlin', berlin))).toEqual([`berlin ${berlin}`, `utc ${utc}`]);
  });

  it('stay as they came within one log, and marks where they were put', () => {
    const mark: LogEntry = { kind: 'mark', source: 'a', timestamp: '', text: 'mark' };
    expect(texts(at('a', second(5)), at('a', second(1)))).toEqual([
      `a ${second(5)}`,
      `a ${second(1)}`,
    ]);
    expect(texts(mark, at('b', second(5)), at('a', second(1)))).toEqual([
      'mark',
      `a ${second(1)}`,
      `b ${second(5)}`,
    ]);
  });

  it('are merged among the containers of one pod as well', () => {
    const entries = [at('a', second(5), 'app'), at('a', second(1), 'proxy')];
    expect(texts(...entries)).toEqual([`a ${second(1)}`, `a ${second(5)}`]);
  });
});

describe('a line that has not ended', () => {
  const of = (source: string, text: string, partial: boolean): LogEntry => ({
    ...line(text),
    source,
    ...(partial && { partial: true }),
  });
  const texts = ({ entries }: LogBuffer) => entries.map(({ text }) => text);

  it('makes room for more of it, and for its whole, at its place', () => {
    let { buffer, places } = append(EMPTY_BUFFER, [of('a', '10%', true), of('b', 'other', false)]);
    expect(places).toEqual([0, 1]);
    for (const entry of [of('a', '20%', true), of('a', '100%', false)]) {
      ({ buffer, places } = append(buffer, [entry]));
      expect(places).toEqual([]);
      expect(texts(buffer)).toEqual([entry.text, 'other']);
      expect(buffer.characters).toBe(entry.text.length + 'other'.length);
    }
    expect(texts(appended(buffer, [of('a', 'next', false)]))).toEqual(['100%', 'other', 'next']);
  });

  it('is that of its own log: of a job, and of a container', () => {
    const entries = [
      of('a', '1', true),
      { ...of('a', '2', true), container: 'x' },
      of('b', '3', true),
    ];
    const buffer = appended(EMPTY_BUFFER, [
      ...entries,
      { ...of('a', '2.', false), container: 'x' },
    ]);
    expect(texts(buffer)).toEqual(['1', '2.', '3']);
  });

  it('stays above the marks that came after it', () => {
    const mark: LogEntry = { kind: 'mark', source: 'a', timestamp: '', text: 'waiting' };
    const buffer = appended(EMPTY_BUFFER, [of('a', '1', true), mark, of('a', '12', false)]);
    expect(texts(buffer)).toEqual(['12', 'waiting']);
  });

  it('is begun again where its beginning was let go', () => {
    const buffer = appended(EMPTY_BUFFER, [of('a', '1', true), ...lines(0, 10_000)]);
    expect(texts(appended(buffer, [of('a', '12', true)])).at(-1)).toBe('12');
  });
});
